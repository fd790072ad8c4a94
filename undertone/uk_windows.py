"""When a callback may happen: a day and a window in UK time.

A window is three or more hours of the clock on the wall in London, so it moves with the
change between GMT and BST. Fails closed: what is past, too far off or not a window is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")
MOST_DAYS_AHEAD = 5
LEAST_AHEAD = timedelta(minutes=30)
"""A window of today is only offered while it begins at least this much later."""


class Window(StrEnum):
    """A part of the day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


HOURS = {
    Window.MORNING: (time(9), time(12)),
    Window.AFTERNOON: (time(12), time(17)),
    Window.EVENING: (time(17), time(20)),
}
"""Begin and end by the clock in London."""


class TooLate(ValueError):
    """The window has begun, or begins in a moment."""


class TooFar(ValueError):
    """The day is further off than anybody can promise."""


@dataclass(frozen=True)
class Span:
    """From when until when, in UTC."""

    starts: datetime
    ends: datetime


def span(day: date, window: Window) -> Span:
    """The window of that day."""
    begin, end = HOURS[window]
    return Span(_utc(day, begin), _utc(day, end))


def today(now: datetime) -> date:
    """The date in London."""
    return now.astimezone(UK).date()


def days_offered(now: datetime) -> list[date]:
    """Today while a window of it is still to come, and the days after it."""
    first = today(now)
    days = [first + timedelta(days=ahead) for ahead in range(MOST_DAYS_AHEAD + 1)]
    return days if any(_is_to_come(first, window, now) for window in Window) else days[1:]


def must_be_open(day: date, window: Window, now: datetime) -> None:
    """Raises ``TooLate`` or ``TooFar`` where the window cannot be agreed on any more, or yet."""
    if not _is_to_come(day, window, now):
        raise TooLate
    if day > today(now) + timedelta(days=MOST_DAYS_AHEAD):
        raise TooFar


def _is_to_come(day: date, window: Window, now: datetime) -> bool:
    return span(day, window).starts - now >= LEAST_AHEAD


def _utc(day: date, at: time) -> datetime:
    return datetime.combine(day, at, UK).astimezone(UTC)
