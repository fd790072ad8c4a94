"""How long something has lasted, in words short enough for a table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone


def since(moment: datetime | None) -> str:
    """The time from ``moment`` until now: "under a minute", "12 min", "3 h 05 min", "4 days"."""
    if moment is None:
        return ""
    return words(timezone.now() - moment)


def longest(moments: Iterable[datetime | None]) -> str:
    """How long ago the earliest moment was; empty where there is none."""
    known = [moment for moment in moments if moment is not None]
    return since(min(known)) if known else ""


def words(length: timedelta) -> str:
    """``length`` as an officer would say it."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 1:
        return "under a minute"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60:02d} min"
    return f"{minutes // (24 * 60)} days"
