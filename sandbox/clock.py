"""Telegram's clock, which tests can move forward."""

from __future__ import annotations

import time

HOUR = 3600.0
DELETE_WITHIN = 48 * HOUR
"""A bot can delete a message for this long after it was sent."""
UPDATES_KEPT = 24 * HOUR
"""How long updates that nobody fetched are kept."""
CALLBACK_ANSWERED_WITHIN = 60.0
"""After this long an ``answerCallbackQuery`` comes too late (Telegram names no number)."""


class Clock:
    """Real time plus what tests have added."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Seconds since 1970 as Telegram sees them."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move forward; raises ``ValueError`` for a negative number."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        self._ahead += seconds

    def reset(self) -> None:
        """Back to real time."""
        self._ahead = 0.0
