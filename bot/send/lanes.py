"""Rate limits with lanes: a wipe is never stuck behind a flood limit on sending.

Telegram allows about 30 messages a second overall and about one a second per chat with
short bursts, and answers 429 with ``retry_after`` beyond that (Bot API FAQ, "My bot is
hitting limits"). ``AIORateLimiter`` of python-telegram-bot halts every request on one
429; here a 429 holds only its own lane of its own chat.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

DELETING = frozenset({"deleteMessages", "deleteMessage"})
WIPE, TIDY, SEND = "wipe", "tidy", "send"
LEAST_WIPES = 30
"""Deletions a second for wipes, whatever else is set."""
UNLIMITED_METHODS = frozenset({"getUpdates", "getMe", "answerCallbackQuery", "leaveChat"})
MAX_ATTEMPTS = 6
"""Tries of one request under 429 before the error goes to the caller."""
LONGEST_HOLD = 5.0
"""Seconds that a message waits here; after a longer one it may no longer be the right one."""
FORGET_AFTER = 600.0
"""Seconds without a send after which a chat's bucket is dropped."""

Answer = bool | dict[str, Any] | list[dict[str, Any]]


class Bucket:
    """A token bucket: ``rate`` a second, at most ``burst`` at once."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._tokens, self._at = burst, time.monotonic()

    @property
    def idle(self) -> float:
        """Seconds since the last use."""
        return time.monotonic() - self._at

    def wait(self) -> float:
        """Take one token; seconds to wait until it is there."""
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate) - 1
        self._at = now
        return 0.0 if self._tokens >= 0 else -self._tokens / self._rate

    def take(self) -> bool:
        """Take one token where there is one; says whether."""
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Lanes(BaseRateLimiter[str]):
    """Three lanes: ``wipe`` for the deletions of a wipe, ``tidy`` for others, ``send``."""

    def __init__(self, per_second: int, per_chat_burst: int) -> None:
        wipes = max(per_second, LEAST_WIPES)
        self._overall = {
            SEND: Bucket(per_second, per_second),
            TIDY: Bucket(per_second, per_second),
            WIPE: Bucket(wipes, wipes),
        }
        self._per_chat_burst = per_chat_burst
        self._chats: dict[Any, Bucket] = {}
        self._held: dict[tuple[str, Any], float] = {}

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> Answer:
        """Wait for a place in the lane, send, and retry after what a 429 asks for.

        ``rate_limit_args`` names the lane where it does not follow from the method.
        """
        if endpoint in UNLIMITED_METHODS:
            return await callback(*args, **kwargs)
        lane = rate_limit_args or (TIDY if endpoint in DELETING else SEND)
        chat = data.get("chat_id")
        for attempt in range(1, MAX_ATTEMPTS + 1):
            await self._wait(lane, chat)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                if attempt == MAX_ATTEMPTS:
                    raise
                self._hold(lane, chat, seconds(error))
        raise AssertionError("unreachable")

    async def _wait(self, lane: str, chat: Any) -> None:
        while (left := self._held.get((lane, chat), 0.0) - time.monotonic()) > 0:
            if lane == SEND and left > LONGEST_HOLD:
                raise RetryAfter(timedelta(seconds=left))
            await asyncio.sleep(left)
        self._held.pop((lane, chat), None)
        pause = self._overall[lane].wait()
        if lane == SEND:
            pause = max(pause, self._bucket(chat).wait())
        if pause:
            await asyncio.sleep(pause)

    def _hold(self, lane: str, chat: Any, pause: float) -> None:
        key = (lane, chat)
        self._held[key] = max(self._held.get(key, 0.0), time.monotonic() + pause)

    def _bucket(self, chat: Any) -> Bucket:
        if chat not in self._chats:
            self._chats = {
                key: bucket for key, bucket in self._chats.items() if bucket.idle < FORGET_AFTER
            }
            self._chats[chat] = Bucket(1.0, self._per_chat_burst)
        return self._chats[chat]


def seconds(error: RetryAfter) -> float:
    """``retry_after`` in seconds."""
    pause = error.retry_after
    return float(pause) if isinstance(pause, int | float) else pause.total_seconds()
