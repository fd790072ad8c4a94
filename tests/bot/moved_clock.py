"""The gateway's clock, put where a test wants it; it goes on ticking from there."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from bot import clock


class MovedClock:
    """Steers what the gateway takes for the time."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def seconds(self) -> float:
        """In place of the machine's time."""
        return time.time() + self._ahead

    def set(self, when: datetime) -> None:
        """It is ``when`` now."""
        self._ahead = when.astimezone(UTC).timestamp() - time.time()

    def advance(self, *, hours: float = 0, minutes: float = 0) -> None:
        """Put it forward."""
        self._ahead += hours * 3600 + minutes * 60

    @property
    def ahead(self) -> float:
        """Seconds before the machine's own clock."""
        return self._ahead


@pytest.fixture
def moved_clock(monkeypatch: pytest.MonkeyPatch) -> MovedClock:
    """A clock that stands where the machine's does until it is moved."""
    moved = MovedClock()
    monkeypatch.setattr(clock, "seconds", moved.seconds)
    return moved
