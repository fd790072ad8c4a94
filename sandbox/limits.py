"""Telegram's flood limits: about one message a second per chat, 30 a second overall."""

from __future__ import annotations

import math
from dataclasses import dataclass

GROUP_PER_SECOND = 20 / 60
"""A bot may send about 20 messages a minute to one group."""
BURST_SECONDS = 3.0
"""Short bursts pass: this many seconds' worth may come at once."""


@dataclass(slots=True)
class _Bucket:
    rate: float
    tokens: float
    at: float

    def refill(self, now: float) -> None:
        most = max(1.0, self.rate * BURST_SECONDS)
        self.tokens = min(most, self.tokens + (now - self.at) * self.rate)
        self.at = now

    def seconds_to_wait(self) -> int:
        return 0 if self.tokens >= 1 else max(1, math.ceil((1 - self.tokens) / self.rate))


class FloodLimits:
    """Counts what is sent; off until switched on."""

    def __init__(self) -> None:
        self._overall: float | None = None
        self._per_chat: float | None = None
        self._buckets: dict[int | None, _Bucket] = {}

    def switch(self, *, per_chat: float | None, overall: float | None) -> None:
        """Set messages per second; ``None`` means no limit.

        Raises ``ValueError`` for a rate that is not greater than zero.
        """
        for rate in (per_chat, overall):
            if rate is not None and rate <= 0:
                raise ValueError("a limit must be greater than zero")
        self._per_chat, self._overall = per_chat, overall
        self._buckets.clear()

    def take(self, chat_id: int, now: float) -> int:
        """Count one message; returns 0, or the seconds to wait where it is one too many."""
        buckets = [
            self._bucket(key, rate, now)
            for key, rate in ((None, self._overall), (chat_id, self._chat_rate(chat_id)))
            if rate is not None
        ]
        wait = max((bucket.seconds_to_wait() for bucket in buckets), default=0)
        if wait == 0:
            for bucket in buckets:
                bucket.tokens -= 1
        return wait

    def as_json(self) -> dict[str, float | None]:
        """The limits that are set."""
        return {"per_chat": self._per_chat, "overall": self._overall}

    def _chat_rate(self, chat_id: int) -> float | None:
        if self._per_chat is None:
            return None
        return self._per_chat if chat_id > 0 else min(self._per_chat, GROUP_PER_SECOND)

    def _bucket(self, key: int | None, rate: float, now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(rate, max(1.0, rate * BURST_SECONDS), now)
        bucket.refill(now)
        return bucket
