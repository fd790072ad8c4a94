"""Whole conversations, as a caseworker would tell them."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import WAY, Begin

pytestmark = pytest.mark.slow


def test_the_first_message_is_answered_by_the_good_moment_question_whatever_it_says(
    begin: Begin,
) -> None:
    for text in ("hello", "/affirm", "he hits me", "asdf", "i am in danger", "مرحبا", "سلام"):
        talk = begin().says(text)
        assert talk.replies == ["utter_ask_good_moment"]
        assert talk.effects == []


def test_every_question_is_asked_once_and_in_order(begin: Begin) -> None:
    talk = begin("end")
    assert talk.replies[-2:] == ["utter_numbers", "utter_what_happens_next"]
    fields = [effect["field"] for effect in talk.all_effects if effect["effect"] == "record"]
    assert len(fields) == len(set(fields))


def test_the_end_shares_numbers_and_hands_off_with_the_right_urgency(begin: Begin) -> None:
    talk = begin("end")
    assert {"effect": "share_numbers", "which": "all"} in talk.effects
    assert {"effect": "hand_off", "urgency": "soon"} in talk.effects


def test_answers_reach_the_brief_as_they_were_written(begin: Begin) -> None:
    records = begin("end").records
    assert records["what_to_call"] == ("given", "Noor")
    assert records["area"] == ("given", "Leeds LS6")
    assert records["reference_number"] == ("given", "M1234567")
    assert records["interpreter_language"] == ("given", "en")
    assert records["wish"] == ("given", "move")


def test_consents_are_separate_and_name_their_wording(begin: Begin) -> None:
    talk = begin("end")
    consents = {e["purpose"]: e for e in talk.all_effects if e["effect"] == "consent"}
    assert set(consents) == {"officer", "migrant_help", "accommodation_provider", "local_service"}
    assert all(consent["granted"] is True for consent in consents.values())
    assert consents["officer"]["wording"] == "utter_ask_consent_officer"


def test_not_a_good_moment_says_goodbye_and_forgets(begin: Begin) -> None:
    for answer in ("/not_now", "not now", "/deny", "later please"):
        talk = begin("good_moment").says(answer)
        assert talk.replies == ["utter_ask_callback_wanted"]
        assert talk.effects == []
        talk.says("/deny")
        assert talk.replies == ["utter_goodbye_not_now"]
        assert talk.effect_names == ["end_session"]
        assert talk.state == {"version": 1, "slots": {}, "loop": None}
        assert talk.says("hello").question == "good_moment"


def test_someone_who_is_not_alone_goes_back_to_cover(begin: Begin) -> None:
    talk = begin("alone").says("/deny")
    assert talk.replies == ["utter_goodbye_not_now"]
    assert talk.effect_names == ["end_session"]


def test_danger_brings_a_person_before_any_further_question(begin: Begin) -> None:
    talk = begin("danger_now").says("/affirm")
    assert talk.replies == ["utter_emergency", "utter_urgent_told", "utter_ask_police_contacted"]
    assert {"effect": "hand_off", "urgency": "urgent"} in talk.effects
    assert {"effect": "share_numbers", "which": "emergency"} in talk.effects
    assert talk.says("/affirm").question == "police_times"
    assert talk.chooses("more").question == "crime_reference"
    assert talk.says("CR/77 12-A").question == "interpreter_wanted"
    assert talk.records["crime_reference"] == ("given", "CR/77 12-A")


def test_danger_before_the_session_is_asked_about_right_after_the_yes(begin: Begin) -> None:
    talk = begin().says("help he is going to kill me")
    assert talk.replies == ["utter_ask_good_moment"]
    assert talk.says("/affirm").question == "danger_now"
    assert talk.says("/affirm", "/deny").question == "alone"
    assert talk.says("/affirm").question == "exit_word"


def test_not_knowing_about_danger_counts_as_urgent_at_the_end(begin: Begin) -> None:
    talk = begin("danger_now").chooses("unknown")
    assert "utter_danger_unsure" in talk.replies
    assert talk.records["danger_now"] == ("unknown", None)
    talk.says("/ask_human", "/affirm")
    assert {"effect": "hand_off", "urgency": "urgent"} in talk.effects


def test_without_consent_there_is_no_handoff_but_numbers_and_a_way_back(begin: Begin) -> None:
    talk = begin("consent_officer").says("/deny")
    assert talk.replies == ["utter_no_consent", "utter_numbers", "utter_menu"]
    assert "hand_off" not in talk.effect_names
    assert talk.says("/ask_human").question == "consent_officer"
    talk.says("/affirm")
    assert "utter_what_happens_next" in talk.replies
    assert {"effect": "hand_off", "urgency": "soon"} in talk.effects


def test_a_person_can_be_had_without_the_details(begin: Begin) -> None:
    talk = begin("interpreter_wanted").says("/ask_human")
    assert talk.question == "consent_officer"
    talk.says("/affirm")
    assert {"effect": "hand_off", "urgency": "soon"} in talk.effects
    assert talk.chooses("continue").question == "interpreter_wanted"


def test_skipped_questions_are_not_asked_again_but_not_now_may_be(begin: Begin) -> None:
    talk = begin().says("hello", "/affirm", "/affirm", "/skip", "/skip", "/skip")
    while talk.question and talk.replies[-1].startswith("utter_ask_"):
        answer = "/affirm" if talk.question == "consent_officer" else "/skip"
        answer = "/not_now" if talk.question == "area" else answer
        talk.says(answer)
    assert talk.records["area"][0] == "not_now"
    assert talk.records["children"] == ("skipped", None)
    assert talk.chooses("continue").question == "area"
    talk.says("York")
    assert talk.records["area"] == ("given", "York")
    assert talk.replies == ["utter_menu"]


def test_the_wish_depends_on_whose_the_place_is(begin: Begin) -> None:
    talk = begin("accommodation_whose").chooses("family_or_friends")
    questions = []
    while talk.replies[-1].startswith("utter_ask_"):
        questions.append(talk.question)
        talk.says("/skip")
    assert "wish_community" in questions
    assert "wish_home_office" not in questions
    assert "consent_accommodation" not in questions


def test_own_words_are_kept_piece_by_piece_and_thanked(begin: Begin) -> None:
    talk = begin("own_words")
    for piece in ("It began last year.", "He takes my money", "ما يخليني اطلع من البيت"):
        talk.says(piece)
        assert talk.replies[0] == "utter_piece_kept"
        assert talk.effects[0]["value"] == piece
        assert talk.question == "own_words"
    assert talk.chooses("done").replies[0] == "utter_words_thanks"


def test_several_answers_are_gathered_until_done(begin: Begin) -> None:
    talk = begin("other_needs").chooses("health", "feelings", "health", "done")
    assert talk.records["other_needs"] == ("given", ["health", "feelings"])


def test_children_bring_the_rule_whether_asked_or_told(begin: Begin) -> None:
    asked = begin("children").says("/affirm")
    assert "children_present" in asked.effect_names
    assert "utter_children_rule" in asked.replies
    told = begin("interpreter_wanted").says("my children are scared of him")
    assert "children_present" in told.effect_names
    assert told.question == "interpreter_wanted"
    rest = [q for q, _ in WAY[WAY.index(("interpreter_wanted", "/affirm")) :]]
    assert "children" in rest
    for asked_for, answer in WAY:
        if asked_for == told.question:
            told.says(answer)
    assert told.question == "children_where" or told.says("/skip").question != "children"
