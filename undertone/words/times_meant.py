"""Days and windows that a client names in their own words, instead of tapping a button.

Weekdays come from CLDR (Babel), "tomorrow" and "in the evening" from ``data/answers``. Only a
day that is on offer is ever meant; whatever is not clear stays unread and is asked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import yaml
from babel import Locale

from undertone.environment import ROOT
from undertone.guard.folding import table_for
from undertone.guard.tokens import Tokens
from undertone.languages import DEFAULT, Language, language_named
from undertone.uk_windows import Window

_RELATIVE = {"today": 0, "tomorrow": 1, "after_tomorrow": 2}
_WIDTHS = ("wide", "abbreviated")


def day_meant(text: str, language: str, offered: Sequence[date], today: date) -> date | None:
    """The one offered day that ``text`` names, in ``language`` or English; None where unclear."""
    said = _folded(text)
    for code in dict.fromkeys((language, DEFAULT.code)):
        said = _without_windows(said, code)
        names = _day_names(code)
        found = {
            (name, day) for day in offered for name in _called(day, names, today) if name in said
        }
        # "the day after tomorrow" also says "tomorrow": the longer name is meant
        days = {day for name, day in found if not any(name in one != name for one, _ in found)}
        if len(days) == 1:
            return days.pop()
    return None


def window_meant(text: str, language: str) -> Window | None:
    """The one window that ``text`` names; None where it names none or several."""
    said = _folded(text)
    for code in dict.fromkeys((language, DEFAULT.code)):
        listed = _answers(code).get("windows") or {}
        found = {
            window
            for window in Window
            for name in listed.get(window.value) or ()
            if _folded(str(name)) in said
        }
        if len(found) == 1:
            return found.pop()
    return None


def _without_windows(said: str, code: str) -> str:
    """ "por la mañana" is a part of the day and says no "mañana"."""
    for listed in (_answers(code).get("windows") or {}).values():
        for name in sorted(map(str, listed), key=len, reverse=True):
            if " " in name.strip():
                said = said.replace(_folded(name), " ")
    return said


def _called(day: date, names: dict[str, list[str]], today: date) -> Iterator[str]:
    yield from names[str(day.weekday())]
    for relative, distance in _RELATIVE.items():
        if day == today + timedelta(days=distance):
            yield from names[relative]


@cache
def _day_names(code: str) -> dict[str, list[str]]:
    """Weekday number, or ``today`` and so on, to its folded names with a blank on either side."""
    language = language_named(code)
    names = {str(day): list(_weekdays(language, day)) for day in range(7)}
    listed = _answers(code).get("days") or {}
    for relative in _RELATIVE:
        names[relative] = [_folded(str(name)) for name in listed.get(relative) or ()]
    return names


def _weekdays(language: Language, day: int) -> Iterator[str]:
    calendar = Locale.parse(language.locale).days
    for context in ("format", "stand-alone"):
        for width in _WIDTHS:
            name = calendar[context].get(width, {}).get(day)
            if name:
                yield _folded(name)


@cache
def _answers(code: str) -> dict[str, Any]:
    path = ROOT / "data" / "answers" / f"{code}.yml"
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def _folded(text: str) -> str:
    words = Tokens.of(text.translate(table_for("plain"))).words
    return f" {' '.join(words)} "
