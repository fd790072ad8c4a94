"""What few people need to settle stands behind one button at the exit word."""

from __future__ import annotations

import pytest

from bot.wiring import make_speaker
from tests.dialogue.conftest import Begin


def test_without_it_nothing_lies_between_the_word_and_the_questions(begin: Begin) -> None:
    assert begin("exit_word").chooses("keep", "remove").question == "danger_now"


def test_more_choices_bring_the_word_and_three_questions(begin: Begin) -> None:
    talk = begin("exit_word").chooses("more")
    assert talk.question == "exit_word_choice"
    assert talk.chooses("umbrella").question == "keep_line"
    assert talk.effects == [{"effect": "set_exit_word", "word": "umbrella"}]
    assert talk.chooses("nothing").question == "warn_before_lock"
    assert talk.effects == [{"effect": "keep_line", "keep": False}]
    assert talk.says("/affirm").question == "duress_word"
    assert talk.effects == [{"effect": "warn_before_lock", "warn": True}]
    talk.says("Green gate")
    assert talk.effects == [{"effect": "set_duress_word", "word": "Green gate"}]
    assert talk.replies[0] == "utter_duress_word_set"
    assert talk.question == "keep_messages"
    assert "Green gate" not in str(talk.state)


def test_all_of_them_can_be_skipped(begin: Begin) -> None:
    talk = begin("exit_word").chooses("more").says("/skip", "/skip", "/skip", "/skip")
    assert talk.question == "keep_messages"
    assert {e["effect"] for e in talk.all_effects} == {"begin_session"}


@pytest.mark.parametrize("tapped", [True, False])
def test_the_second_word_is_not_kept_in_the_state(begin: Begin, tapped: bool) -> None:
    talk = begin("exit_word").chooses("more").says("/skip", "/skip", "/skip")
    talk = talk.chooses("marmalade") if tapped else talk.says("marmalade")
    assert talk.effects == [{"effect": "set_duress_word", "word": "marmalade"}]
    assert "marmalade" not in str(talk.state)


@pytest.mark.parametrize("question", ["keep_line", "warn_before_lock", "duress_word"])
def test_stop_and_danger_are_heard_there_too(begin: Begin, question: str) -> None:
    talk = begin("exit_word").chooses("more")
    while talk.question != question:
        talk.says("/skip")
    state = talk.state
    assert talk.says("stop").effect_names == ["wipe"]
    talk.state = state
    assert "utter_emergency" in talk.says("he is going to kill me now").replies


def test_the_word_in_use_and_the_default_are_not_offered_as_a_second_one() -> None:
    rows = make_speaker().say("utter_ask_duress_word", "en", {"exit_word": "\u2068umbrella\u2069"})
    titles = {button.title for row in rows.rows for button in row}
    assert "marmalade" in titles
    assert not {"umbrella", "teapot"} & titles
