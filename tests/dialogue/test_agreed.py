"""What was agreed to can be seen and taken back, each consent by itself."""

from __future__ import annotations

from tests.dialogue.conftest import Begin
from undertone.languages import LANGUAGES
from undertone.words.catalogue import load_catalogues
from undertone.words.responses import load_responses
from undertone.words.speaker import Speaker


def test_only_what_stands_is_shown(begin: Begin) -> None:
    talk = begin("consent_migrant_help").says("/deny", "/not_now", "/skip", "/affirm")
    while talk.replies[-1].startswith("utter_ask_"):
        talk.says("/skip")
    talk.chooses("agreed")
    granted = talk.answer["replies"][0]["variables"]["granted"]
    assert granted == "withdraw_officer withdraw_local_service"
    speaker = Speaker(load_responses(), load_catalogues(LANGUAGES.values()), {})
    rows = speaker.say("utter_ask_agreed", "en", {"granted": f"\u2068{granted}\u2069"}).rows
    titles = [button.title for row in rows for button in row]
    assert titles == ["A person here reads it", "A local team", "Back"]


def test_one_consent_is_taken_back_and_the_others_stand(begin: Begin) -> None:
    talk = begin("end").chooses("agreed", "withdraw_migrant_help")
    assert talk.effects == [
        {
            "effect": "withdraw",
            "purpose": "migrant_help",
            "wording": "utter_withdrawn_migrant_help",
        }
    ]
    assert talk.replies == ["utter_withdrawn_migrant_help", "utter_menu"]
    talk.chooses("agreed")
    granted = talk.answer["replies"][0]["variables"]["granted"]
    assert "migrant_help" not in granted
    assert "withdraw_officer" in granted


def test_a_button_of_long_ago_takes_nothing_back_twice(begin: Begin) -> None:
    talk = begin("end").chooses("agreed", "withdraw_migrant_help", "withdraw_migrant_help")
    assert talk.effects == []
    assert talk.replies == ["utter_menu"]
    talk = begin("end").chooses("agreed", "withdraw_everything")
    assert talk.replies == ["utter_please_choose", "utter_ask_agreed"]
    assert talk.effects == []


def test_back_leaves_everything_as_it_was(begin: Begin) -> None:
    talk = begin("end").chooses("agreed").says("/skip")
    assert talk.replies == ["utter_menu"]
    assert talk.effects == []


def test_it_works_from_the_menu_of_a_return_while_a_question_is_open(begin: Begin) -> None:
    talk = begin("area").chooses("agreed")
    assert talk.question == "agreed"
    assert talk.says("/skip").question == "area"
    talk.chooses("agreed", "withdraw_officer")
    assert talk.replies == ["utter_withdrawn_officer", "utter_menu"]


def test_an_interruption_leaves_the_list_in_place(begin: Begin) -> None:
    talk = begin("end").chooses("agreed").says("/ask_who")
    assert talk.replies == ["utter_who", "utter_ask_agreed"]
    assert talk.answer["replies"][-1]["variables"]["granted"]


def test_after_the_officer_is_taken_back_yes_can_be_said_again(begin: Begin) -> None:
    talk = begin("end").chooses("agreed", "withdraw_officer")
    assert talk.replies == ["utter_withdrawn_officer", "utter_menu"]
    assert talk.says("hello").effects == []
    assert talk.says("/ask_human").question == "consent_officer"
    talk.says("/affirm")
    assert {"effect": "hand_off", "urgency": "soon"} in talk.effects
    assert "utter_what_happens_next" in talk.replies


def test_the_rule_about_children_is_said_where_it_goes_on(begin: Begin) -> None:
    talk = begin("end").chooses("agreed", "withdraw_local_service")
    assert talk.replies == ["utter_withdrawn_local_service", "utter_children_rule", "utter_menu"]


def test_nothing_agreed_is_said_plainly(begin: Begin) -> None:
    talk = begin("consent_officer").says("/deny").chooses("agreed")
    assert talk.replies == ["utter_agreed_nothing", "utter_menu"]
