"""Questions that take any words must take any words, unless it is clearly something else."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import Begin

pytestmark = pytest.mark.slow

NAMES = ["Hope", "Grace", "Salam", "Noor", "Joy", "Aman", "Mina", "Ali", "Yasmin", "نور", "امل"]
NAMES += ["سلام", "آزاده", "شکریه", "Dana", "Amin", "Shokria", "Laila", "Zahra", "فرشته", "خلود"]
AREAS = ["Leeds", "Hull HU3", "stoke", "SW1A", "Middlesbrough", "لندن", "برمنغهام", "منچستر"]
AREAS += [
    "Nelson",
    "Stopsley",
    "Deal",
    "near Heathrow",
    "Bury",
    "گلاسکو",
    "Wigan town",
    "leave it: LS9",
]
NUMBERS = ["M1234567", "07700 900123", "12/34567/8", "I think 4455-66", "۱۲۳۴۵۶"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_taken_as_it_is(begin: Begin, name: str) -> None:
    talk = begin("what_to_call").says(name)
    assert talk.records["what_to_call"] == ("given", name)
    assert talk.question == "safe_contact"


@pytest.mark.parametrize(
    "name",
    ["person 5", "Agent 47", "number 5", "call me Sara", "my name is Sara", "شخص ٥", "نفر ۵"],
)
def test_a_name_with_a_number_or_a_word_before_it_is_a_name(begin: Begin, name: str) -> None:
    talk = begin("what_to_call").says(name)
    assert talk.records["what_to_call"] == ("given", name)
    assert talk.question == "safe_contact"


@pytest.mark.parametrize(
    "text", ["I want to talk to a person", "call me please", "اريد احكي مع شخص"]
)
def test_a_wish_for_a_person_is_heard_where_a_name_is_asked(begin: Begin, text: str) -> None:
    assert "hand_off" in begin("what_to_call").says(text).effect_names


def test_nobody_is_an_answer_however_it_is_given(begin: Begin) -> None:
    for said in ('/choose{"choice":"none"}', "nobody", "no one", "no"):
        talk = begin("agencies").says(said)
        assert talk.records["agencies"] == ("given", ["none"]), said
        assert talk.question == "onward_referral", said
    talk = begin("agencies").chooses("charity", "none")
    assert talk.records["agencies"] == ("given", ["charity"])
    assert talk.question == "onward_referral"


@pytest.mark.parametrize("area", AREAS)
def test_an_area_is_taken_as_it_is(begin: Begin, area: str) -> None:
    assert begin("area").says(area).records["area"] == ("given", area)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_reference_number_is_taken_as_it_is(begin: Begin, number: str) -> None:
    assert begin("reference_number").says(number).records["reference_number"] == ("given", number)


@pytest.mark.parametrize("text", ["skip", "تخطي", "رد کن", "prefer not to say"])
def test_skip_is_never_taken_for_a_name(begin: Begin, text: str) -> None:
    assert begin("what_to_call").says(text).records["what_to_call"] == ("skipped", None)


def test_no_means_i_have_none_where_a_number_is_asked(begin: Begin) -> None:
    talk = begin("reference_number").says("no i don't have it")
    assert talk.records["reference_number"] == ("unknown", None)


def test_yes_is_no_answer_to_a_question_for_words(begin: Begin) -> None:
    talk = begin("area").says("yes")
    assert talk.replies == ["utter_please_choose", "utter_ask_area"]


def test_a_typed_exit_word_is_passed_on_as_typed(begin: Begin) -> None:
    talk = begin("exit_word_choice").says("Blue kettle")
    assert talk.effects == [{"effect": "set_exit_word", "word": "Blue kettle"}]


def test_a_story_with_danger_in_it_is_kept_and_asked_about(begin: Begin) -> None:
    story = "yesterday he hit me again and said next time he will kill me, i think he is coming"
    talk = begin("own_words").says(story)
    assert talk.records["own_words"] == ("given", story)
    assert talk.question in ("danger_now", "police_contacted")
