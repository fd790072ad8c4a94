"""Windows are hours on the clock in London, also on the days on which it changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.each_language import EACH_LANGUAGE
from undertone.guard import Level, check
from undertone.uk_windows import (
    TooFar,
    TooLate,
    Window,
    days_offered,
    must_be_open,
    span,
)
from undertone.words.times import day_buttons, day_label, window_buttons, window_label

TO_SUMMER = date(2026, 3, 29)
TO_WINTER = date(2026, 10, 25)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "window", "starts", "ends"),
    [
        (TO_SUMMER - timedelta(days=1), Window.MORNING, "09:00", "12:00"),
        (TO_SUMMER, Window.MORNING, "08:00", "11:00"),
        (TO_SUMMER, Window.EVENING, "16:00", "19:00"),
        (TO_WINTER - timedelta(days=1), Window.AFTERNOON, "11:00", "16:00"),
        (TO_WINTER, Window.MORNING, "09:00", "12:00"),
        (TO_WINTER, Window.AFTERNOON, "12:00", "17:00"),
    ],
    ids=str,
)
def test_a_window_keeps_to_the_clock_in_london(
    day: date, window: Window, starts: str, ends: str
) -> None:
    found = span(day, window)
    assert found.starts == utc(f"{day}T{starts}")
    assert found.ends == utc(f"{day}T{ends}")


def test_after_midnight_in_london_it_is_the_next_day_although_it_is_not_in_utc() -> None:
    assert days_offered(utc("2026-07-10T23:30"))[0] == date(2026, 7, 11)
    assert days_offered(utc("2026-12-10T23:30"))[0] == date(2026, 12, 11)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2026-11-23T08:00", date(2026, 11, 23)),
        ("2026-11-23T16:30", date(2026, 11, 23)),
        ("2026-11-23T16:31", date(2026, 11, 24)),
        ("2026-07-06T15:30", date(2026, 7, 6)),
        ("2026-07-06T15:31", date(2026, 7, 7)),
    ],
)
def test_today_is_offered_while_a_window_of_it_is_half_an_hour_off(now: str, first: date) -> None:
    days = days_offered(utc(now))
    assert days[0] == first
    assert days[-1] == utc(now).date() + timedelta(days=5)


def test_what_is_past_or_too_far_is_refused() -> None:
    now = utc("2026-11-23T08:45")
    must_be_open(date(2026, 11, 23), Window.AFTERNOON, now)
    must_be_open(date(2026, 11, 28), Window.EVENING, now)
    with pytest.raises(TooLate):
        must_be_open(date(2026, 11, 23), Window.MORNING, now)
    with pytest.raises(TooLate):
        must_be_open(date(2026, 11, 22), Window.EVENING, now)
    with pytest.raises(TooFar):
        must_be_open(date(2026, 11, 29), Window.MORNING, now)


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_every_day_of_a_year_and_every_window_may_be_seen_by_anybody(language: str) -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(366)]
    labels = [day_label(day, language) for day in days] + [window_label(each) for each in Window]
    assert len(set(labels)) >= 366
    assert [text for text in labels if not check(text, Level.COVER, language).passed] == []


def test_buttons_send_the_day_and_the_window() -> None:
    (monday,) = day_buttons([date(2026, 11, 23)], "en")
    assert monday.title == "Mon 23 Nov"
    assert monday.payload == '/choose{"choice":"2026-11-23"}'
    assert [button.title for button in window_buttons()] == [
        "9:00–12:00",
        "12:00–17:00",
        "17:00–20:00",
    ]
