"""What a client may say at any question; afterwards the question stands again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.dialogue.conftest import WAY, Begin

pytestmark = pytest.mark.slow

QUESTIONS = [question for question, _ in WAY if question != "good_moment"]
PASSING = {
    "/ask_who": "utter_who",
    "/ask_privacy": "utter_privacy",
    "/ask_helpline": "utter_numbers",
    "who are you?": "utter_who",
    "who can see this?": "utter_privacy",
    "give me a phone number to call": "utter_numbers",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_interruption_is_answered_and_the_question_asked_again(
    begin: Begin, question: str
) -> None:
    talk = begin(question)
    before = talk.state
    for said, response in PASSING.items():
        talk.says(said)
        assert talk.replies == [response, f"utter_ask_{question}"], said
    assert before is not None
    assert talk.state is not None
    assert talk.state["slots"] == {**before["slots"], "misunderstood": 0}


@pytest.mark.parametrize("question", QUESTIONS)
def test_stop_wipes_at_every_question(begin: Begin, question: str) -> None:
    for said in ("/stop", "stop", "delete everything"):
        talk = begin(question).says(said)
        assert talk.effect_names == ["wipe"], said
        assert talk.replies == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_danger_is_acted_on_at_every_question(begin: Begin, question: str) -> None:
    talk = begin(question).says("he is going to kill me now")
    assert "utter_emergency" in talk.replies
    assert {"effect": "hand_off", "urgency": "urgent"} in talk.effects


@pytest.mark.parametrize("question", QUESTIONS)
def test_another_language_is_chosen_without_losing_the_place(begin: Begin, question: str) -> None:
    talk = begin(question).says("/change_language")
    assert talk.replies == ["utter_ask_language_choice"]
    talk.chooses("fa")
    assert talk.effects == [{"effect": "set_language", "language": "fa"}]
    assert talk.question == question


@pytest.mark.parametrize("question", QUESTIONS)
def test_repeat_asks_the_same_question_again(begin: Begin, question: str) -> None:
    assert begin(question).says("/repeat").replies == [f"utter_ask_{question}"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_old_button_is_not_taken_for_an_answer(begin: Begin, question: str) -> None:
    talk = begin(question).chooses("a_button_of_long_ago")
    if question == "exit_word_choice":
        return
    assert talk.replies[-1] == f"utter_ask_{question}"
    assert [e for e in talk.effects if e["effect"] == "record"] == []


@pytest.mark.parametrize("question", QUESTIONS[5:])
def test_a_person_is_at_most_one_question_away(begin: Begin, question: str) -> None:
    talk = begin(question).says("/ask_human")
    if talk.question == "consent_officer":
        talk.says("/affirm")
    assert "hand_off" in talk.effect_names


def test_what_is_told_in_passing_is_heard_and_kept(begin: Begin) -> None:
    talk = begin("interpreter_wanted").says("my husband beats me")
    assert talk.replies == ["utter_heard", "utter_ask_interpreter_wanted"]
    assert talk.records["own_words"] == ("given", "my husband beats me")


def test_words_that_are_not_understood_bring_the_buttons_again(begin: Begin) -> None:
    talk = begin("interpreter_wanted").says("xkcd zzz")
    assert talk.replies == ["utter_please_choose", "utter_ask_interpreter_wanted"]


def test_nothing_private_is_said_at_the_gate(begin: Begin, domain: dict[str, Any]) -> None:
    said = ("who are you", "who sees this", "/ask_human", "/ask_helpline", "he hit me", "?")
    more = ("i am in danger", "/change_language", "zzzz", '/choose{"choice":"x"}', "/skip")
    for text in said + more:
        talk = begin("good_moment").says(text)
        for response in talk.replies:
            assert domain["responses"][response][0]["metadata"]["level"] == "cover", text
        assert set(talk.effect_names) <= {"end_session"}


def test_stop_at_the_gate_wipes(begin: Begin) -> None:
    assert begin("good_moment").says("stop").effect_names == ["wipe"]


def test_the_language_can_be_changed_at_the_gate(begin: Begin) -> None:
    talk = begin("good_moment").says("/change_language").chooses("ar")
    assert talk.effects == [{"effect": "set_language", "language": "ar"}]
    assert talk.replies == ["utter_ask_good_moment"]


def test_after_the_handoff_the_menu_is_never_a_dead_end(begin: Begin) -> None:
    talk = begin("end")
    for said, first in (
        ("thanks", "utter_youre_welcome"),
        ("/ask_helpline", "utter_numbers"),
        ("/ask_who", "utter_who"),
        ("hello", "utter_menu"),
        ("/ask_human", "utter_waiting_for_person"),
        ("he broke my phone last week", "utter_heard"),
        ('/choose{"choice":"keep"}', "utter_menu"),
    ):
        assert talk.says(said).replies[0] == first, said
