"""Telephone numbers as data: shared without the name of who answers.

Fails closed: a number whose source was checked longer ago than ``STALE_AFTER`` is not
shared, because a wrong number in the wrong moment does harm. 999 has no expiry.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

STALE_AFTER = timedelta(days=400)
"""A yearly check with a month of grace."""


@dataclass(frozen=True)
class Number:
    """One telephone number. ``key`` names the line of words that introduces it."""

    key: str
    number: str
    source: str
    checked: date | None

    def is_fresh(self, today: date) -> bool:
        """Whether the entry was checked recently enough to be shared."""
        return self.checked is None or today - self.checked <= STALE_AFTER


@cache
def all_numbers() -> tuple[Number, ...]:
    """Every number in the directory, in the order in which they are shown."""
    raw = resources.files(__name__).joinpath("numbers.toml").read_text(encoding="utf-8")
    return tuple(
        Number(row["key"], row["number"], row["source"], row.get("checked"))
        for row in tomllib.loads(raw)["number"]
    )


def shareable(today: date) -> tuple[Number, ...]:
    """The numbers that may be given on ``today``."""
    return tuple(number for number in all_numbers() if number.is_fresh(today))


def emergency() -> Number:
    """The emergency number."""
    return next(number for number in all_numbers() if number.key == "emergency")
