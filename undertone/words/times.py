"""Days and windows in a client's language, as buttons.

UK time, Gregorian dates, names of days and months from CLDR (Babel); digits as Babel gives
them. Nothing here needs ICU.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from babel.dates import format_skeleton

from undertone.languages import DEFAULT, language_named
from undertone.uk_windows import HOURS, Window
from undertone.words.responses import Button, choice_payload

_DAY = "EdMMM"
"""CLDR skeleton: weekday, day, month, each short, in the order of the language."""
_UK = "en_GB"


def day_label(day: date, language: str) -> str:
    """``Mon 23 Nov`` in ``language``."""
    chosen = language_named(language)
    locale = _UK if chosen is DEFAULT else chosen.locale
    label: str = format_skeleton(_DAY, day, locale=locale)
    return label


def window_label(window: Window) -> str:
    """``9:00–12:00``: the same digits in every language, as a phone's clock shows them."""
    begin, end = HOURS[window]
    return f"{begin.hour}:{begin:%M}–{end.hour}:{end:%M}"


def day_buttons(days: Iterable[date], language: str) -> list[Button]:
    """One button a day."""
    return [Button(day_label(day, language), choice_payload(day.isoformat())) for day in days]


def window_buttons() -> list[Button]:
    """One button a window."""
    return [Button(window_label(window), choice_payload(window.value)) for window in Window]
