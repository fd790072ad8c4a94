"""Typed words that stand for a button do what its tap does."""

from __future__ import annotations

from datetime import date

import pytest

from bot.stages.typed import payload_for
from bot.state.conversation import Conversation
from bot.wiring import Gateway
from sandbox.client import Phone
from tests.bot.steps import ALONE, HELLO
from undertone.exit_word import normalise
from undertone.languages import LANGUAGES
from undertone.uk_windows import Window
from undertone.words import choice_payload
from undertone.words.times_meant import day_meant, window_meant

MONDAY = date(2026, 11, 23)
OFFERED = [date(2026, 11, day) for day in range(23, 28)]
SERVED = tuple(LANGUAGES.values())


def _conversation(**buttons: str) -> Conversation:
    conversation = Conversation(1, "en")
    for title, payload in buttons.items():
        conversation.buttons[title] = payload
        conversation.titles[normalise(title)] = payload
    return conversation


async def test_the_words_on_a_button_work_as_the_button(gateway: Gateway, phone: Phone) -> None:
    await phone.says("/start")
    await phone.wait_for(HELLO)
    await phone.says("YES!")
    await phone.wait_for(ALONE)


@pytest.mark.parametrize(
    ("typed", "payload"),
    [
        ("that is all", "done"),
        ("That is all.", "done"),
        ("that is all i want to say", ""),
        ("", ""),
    ],
)
def test_only_the_whole_words_of_a_button_count(typed: str, payload: str) -> None:
    conversation = _conversation(**{"That is all": "done"})
    assert payload_for(typed, conversation, SERVED) == payload


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Tigrinya", "ti"),
        ("ትግርኛ", "ti"),
        ("dari", "prs"),
        ("kurdish", "ckb"),
        ("turkce", "tr"),
    ],
)
def test_a_language_is_chosen_by_its_name_where_languages_are_offered(
    typed: str, code: str
) -> None:
    picker = _conversation(**{row.native: choice_payload(row.code) for row in SERVED})
    assert payload_for(typed, picker, SERVED) == choice_payload(code)
    assert payload_for(typed, _conversation(Yes="/affirm"), SERVED) == ""


@pytest.mark.parametrize(
    ("language", "typed", "day"),
    [
        ("en", "tomorrow", 24),
        ("en", "the day after tomorrow please", 25),
        ("en", "Friday", 27),
        ("en", "today", 23),
        ("en", "fri", 27),
        ("ar", "بكرا", 24),
        ("ar", "يوم الخميس", 26),
        ("fa", "پس فردا", 25),
        ("fa", "tomorrow", 24),
        ("fa", "جمعه", 27),
        ("ar", "غدًا", 24),
    ],
)
def test_a_day_is_understood_by_its_name(language: str, typed: str, day: int) -> None:
    assert day_meant(typed, language, OFFERED, MONDAY) == date(2026, 11, day)


@pytest.mark.parametrize("typed", ["yesterday", "Sunday", "some time", "monday", ""])
def test_a_day_that_is_not_clear_or_not_on_offer_is_asked_again(typed: str) -> None:
    assert day_meant(typed, "en", OFFERED[1:], MONDAY) is None


def test_two_days_are_not_one() -> None:
    assert day_meant("thursday or friday", "en", OFFERED, MONDAY) is None


@pytest.mark.parametrize(
    ("language", "typed", "window"),
    [
        ("en", "in the evening", Window.EVENING),
        ("ar", "الصبح", Window.MORNING),
        ("fa", "بعد از ظهر", Window.AFTERNOON),
        ("en", "morning or evening", None),
        ("en", "x", None),
    ],
)
def test_a_window_is_understood_by_its_name(
    language: str, typed: str, window: Window | None
) -> None:
    assert window_meant(typed, language) is window
