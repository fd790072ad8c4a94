"""Another time: agreed on at cover level after "not now", or from the menu of a session."""

from __future__ import annotations

from typing import Any

import pytest

from actions.callback import phone_number
from tests.dialogue.conftest import Begin
from tests.dialogue.talk import Talk

DAY = "2026-11-23"
OPENINGS = ["utter_callback_hello", "utter_callback_good_day", "utter_callback_parcel"]
IN_CHAT: dict[str, Any] = {
    "effect": "schedule_callback",
    "day": DAY,
    "window": "morning",
    "way": "chat",
    "number": None,
    "voicemail": None,
    "attempts": 1,
    "opening": "hello",
}
STEPS = (
    ("wanted", "/affirm"),
    ("day", f'/choose{{"choice":"{DAY}"}}'),
    ("window", '/choose{"choice":"morning"}'),
    ("way", '/choose{"choice":"phone"}'),
    ("number", "07700 900123"),
    ("voicemail", "/affirm"),
    ("attempts", '/choose{"choice":"2"}'),
    ("opening", '/choose{"choice":"parcel"}'),
)


def walk(talk: Talk, step: str) -> Talk:
    """From the first question about another time to ``step``."""
    for asked, answer in STEPS:
        assert talk.question == f"callback_{asked}"
        if asked == step:
            return talk
        talk.says(answer)
    assert step == "confirmed"
    return talk


def at(begin: Begin, step: str) -> Talk:
    return walk(begin("good_moment").says("/not_now"), step)


def scheduled(talk: Talk) -> list[dict[str, Any]]:
    return [effect for effect in talk.all_effects if effect["effect"] == "schedule_callback"]


def test_a_hello_in_the_chat_is_agreed_shown_back_and_confirmed(begin: Begin) -> None:
    talk = at(begin, "way").chooses("chat", "1")
    assert talk.replies == [*OPENINGS, "utter_ask_callback_opening"]
    talk.chooses("hello")
    assert talk.replies == ["utter_callback_shown_chat_1", "utter_ask_callback_confirmed"]
    assert talk.answer["replies"][0]["variables"] == {"day": DAY, "window": "morning"}
    assert scheduled(talk) == []
    talk.says("/affirm")
    assert talk.effects == [IN_CHAT]
    assert talk.replies == ["utter_goodbye_not_now"]
    assert talk.state == {"version": 1, "slots": {}, "loop": None}
    assert talk.says("hello").replies == ["utter_ask_good_moment"]


def test_a_call_to_a_number_is_agreed_and_the_number_is_never_said(begin: Begin) -> None:
    talk = at(begin, "confirmed")
    assert talk.replies[0] == "utter_callback_shown_phone_2_voicemail"
    assert "07700" not in str(talk.answer["replies"])
    talk.says("yes")
    call = {"way": "phone", "number": "07700900123", "voicemail": True, "attempts": 2}
    assert talk.effects == [{**IN_CHAT, **call, "opening": "parcel"}]
    assert "07700" not in str(talk.state)


def test_what_is_skipped_falls_back_to_one_hello_in_the_chat(begin: Begin) -> None:
    talk = at(begin, "way").says("/skip", "/skip", "/skip", "/affirm")
    assert scheduled(talk) == [IN_CHAT]


def test_without_a_number_the_chat_is_the_way(begin: Begin) -> None:
    talk = at(begin, "number").says("/skip")
    assert talk.question == "callback_attempts"
    talk.says("/skip", "/skip", "/affirm")
    assert scheduled(talk) == [IN_CHAT]


@pytest.mark.parametrize("step", [step for step, _ in STEPS] + ["confirmed"])
def test_one_tap_leaves_at_every_step_and_nothing_is_kept(begin: Begin, step: str) -> None:
    talk = at(begin, step).says("/deny" if step in ("wanted", "confirmed") else "/not_now")
    assert talk.replies == ["utter_goodbye_not_now"]
    assert talk.effects == [{"effect": "end_session"}]
    assert scheduled(talk) == []
    assert talk.state == {"version": 1, "slots": {}, "loop": None}


@pytest.mark.parametrize("step", [step for step, _ in STEPS] + ["confirmed"])
def test_every_word_of_it_is_at_cover_level(
    begin: Begin, domain: dict[str, Any], step: str
) -> None:
    said = ("asdf", "/repeat", "who are you", "give me a number", "my husband beats me", "help")
    for text in (*said, "/ask_human", "/change_language", '/choose{"choice":"x"}', "tomorrow"):
        talk = at(begin, step).says(text)
        for name in talk.replies:
            assert domain["responses"][name][0]["metadata"]["level"] == "cover", (text, name)
        assert set(talk.effect_names) <= {"end_session"}, text
        assert talk.replies, text


@pytest.mark.parametrize("step", [step for step, _ in STEPS] + ["confirmed"])
def test_whoever_writes_hello_meanwhile_gets_a_new_hello(begin: Begin, step: str) -> None:
    talk = at(begin, step).says("hello")
    assert talk.replies == ["utter_ask_good_moment"]
    assert talk.says("/affirm").question == "alone"
    assert "callback" not in str(talk.state)


@pytest.mark.parametrize("step", [step for step, _ in STEPS] + ["confirmed"])
def test_stop_wipes_at_every_step(begin: Begin, step: str) -> None:
    assert at(begin, step).says("stop").effect_names == ["wipe"]


def test_danger_in_between_is_asked_about_first(begin: Begin) -> None:
    talk = at(begin, "day").says("he is going to kill me now")
    assert talk.replies == ["utter_ask_good_moment"]
    assert talk.says("/affirm").question == "danger_now"


def test_another_language_keeps_the_place(begin: Begin) -> None:
    talk = at(begin, "window").says("/change_language").chooses("fa")
    assert talk.effects == [{"effect": "set_language", "language": "fa"}]
    assert talk.question == "callback_window"


def test_the_openings_are_shown_again_whenever_it_is_asked_again(begin: Begin) -> None:
    talk = at(begin, "opening").says("who are you")
    assert talk.replies == ["utter_who_cover", *OPENINGS, "utter_ask_callback_opening"]


def test_change_begins_again_with_the_day(begin: Begin) -> None:
    talk = at(begin, "confirmed").chooses("change")
    assert talk.question == "callback_day"
    talk.chooses("2026-11-24", "evening", "chat", "2", "good_day").says("/affirm")
    new = {"day": "2026-11-24", "window": "evening", "attempts": 2, "opening": "good_day"}
    assert scheduled(talk) == [{**IN_CHAT, **new}]


def test_tomorrow_is_no_refusal_where_the_day_is_asked(begin: Begin) -> None:
    for text in ("tomorrow", "later", "بكرا", "فردا"):
        talk = at(begin, "day").says(text)
        assert talk.replies == ["utter_please_choose", "utter_ask_callback_day"], text


def test_what_is_no_number_is_asked_again(begin: Begin) -> None:
    talk = at(begin, "number").says("12 34")
    assert talk.replies == ["utter_callback_number_unclear", "utter_ask_callback_number"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("07700 900123", "07700900123"),
        ("my number is +44 7700-900123 ok", "+447700900123"),
        ("٠٧٧٠٠ ٩٠٠١٢٣", "07700900123"),
        ("۰۷۷۰۰۹۰۰۱۲۳", "07700900123"),
        ("999", None),
        ("room 12, 3rd floor", None),
        ("7700900123", None),
        ("0044 (0)7700 900 123", "004407700900123"),
        ("0" * 40, None),
    ],
)
def test_a_telephone_number_is_read_in_any_digits(text: str, number: str | None) -> None:
    assert phone_number(text) == number


@pytest.mark.parametrize("value", ["2026-13-01", "noon", "today", ""])
def test_a_day_that_is_none_is_not_taken(begin: Begin, value: str) -> None:
    assert at(begin, "day").chooses(value).question == "callback_day"


def test_yes_under_the_agreed_hello_opens_the_session(begin: Begin) -> None:
    talk = begin().chooses("good_moment")
    assert talk.effect_names == ["begin_session"]
    assert talk.question == "alone"


def test_not_now_under_the_agreed_hello_offers_another_time(begin: Begin) -> None:
    assert begin().chooses("another_time").replies == ["utter_ask_callback_wanted"]


def test_one_tap_under_the_agreed_hello_ends_it_for_good(begin: Begin) -> None:
    talk = begin().chooses("cancel_callback")
    assert talk.effects == [{"effect": "cancel_callback"}]
    assert talk.replies == ["utter_callback_cancelled"]
    assert talk.says("hello").replies == ["utter_ask_good_moment"]


def test_the_menu_of_a_session_agrees_on_another_time_and_goes_on(begin: Begin) -> None:
    talk = begin("end").chooses("another_time")
    assert talk.replies == ["utter_ask_callback_day"]
    talk.chooses(DAY, "morning", "chat", "1", "hello").says("/affirm")
    assert talk.effects == [IN_CHAT]
    assert talk.replies == ["utter_callback_agreed", "utter_menu"]
    assert talk.says("/ask_who").replies == ["utter_who", "utter_menu"]


def test_the_menu_forgets_it_where_it_is_not_wanted(begin: Begin) -> None:
    talk = begin("end").chooses("another_time", DAY).says("/not_now")
    assert talk.replies == ["utter_callback_forgotten", "utter_menu"]
    assert talk.effects == []


def test_danger_comes_first_in_the_menus_another_time_too(begin: Begin) -> None:
    talk = begin("end").chooses("another_time", DAY).says("he is going to kill me now")
    assert "utter_emergency" in talk.replies
    assert talk.question == "police_contacted"


def test_another_time_can_be_agreed_while_a_question_is_open(begin: Begin) -> None:
    talk = begin("area").chooses("another_time", DAY, "morning", "chat", "1", "hello")
    assert talk.says("/affirm").effects == [IN_CHAT]
    assert talk.replies == ["utter_callback_agreed", "utter_ask_area"]
