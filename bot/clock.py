"""The gateway's time: the one place that asks the machine, so that tests can put it forward."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def seconds() -> float:
    """Seconds since the epoch."""
    return time.time()


def now_ms() -> int:
    """Milliseconds since the epoch."""
    return int(seconds() * 1000)


def now() -> datetime:
    """The time, in UTC."""
    return datetime.fromtimestamp(seconds(), UTC)
