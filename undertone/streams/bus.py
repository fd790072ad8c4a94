"""Consumer groups over Redis Streams with acknowledgement after the effect.

Fails closed: an entry is only acknowledged once its handler returned; one that cannot be
read, or whose handler failed ``MAX_ATTEMPTS`` times, goes to ``<stream>:dead`` where
``undertone doctor`` and the console show it. Acknowledged entries are deleted, so a
stream holds only what still waits.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from undertone.stopping import told_to_stop
from undertone.streams.messages import BadMessage, StreamMessage, from_wire

MAX_ATTEMPTS = 5
"""Deliveries of one entry before it is set aside: enough to outlast a short fault."""
CLAIM_IDLE_MS = 30_000
"""An entry that a consumer has held this long without an answer is taken over."""

PAUSE = 0.5
"""Seconds before a failed entry or a lost connection is tried again."""

Entry = tuple[str, dict[str, str]]
Handler = Callable[[StreamMessage], Awaitable[None]]
log = logging.getLogger(__name__)


def dead_letters(stream: str) -> str:
    """Name of the stream that keeps what could not be handled."""
    return f"{stream}:dead"


async def publish(redis: Redis, stream: str, message: StreamMessage) -> None:
    """Append ``message``; returns once Redis has it on disk (``appendfsync always``)."""
    await redis.xadd(stream, message.to_wire())  # type: ignore[arg-type]


class Consumer:
    """Reads one stream for one group under one consumer name, in order.

    An entry whose handler fails stops the batch and is delivered again after ``PAUSE``, so
    that what came later never overtakes it.
    """

    def __init__(self, redis: Redis, stream: str, group: str, name: str) -> None:
        self._redis = redis
        self._stream = stream
        self._group = group
        self._name = name

    async def follow(self, handler: Handler) -> None:
        """Handle entries until cancelled; an outage of Redis is waited out."""
        while not told_to_stop():
            try:
                await self.prepare()
                while not told_to_stop():
                    await self.run_once(handler)
            except (RedisError, OSError) as error:
                log.error("stream %s: Redis is gone (%s)", self._stream, type(error).__name__)
                await asyncio.sleep(PAUSE)

    async def prepare(self) -> None:
        """Make the stream and the group where they are missing."""
        try:
            await self._redis.xgroup_create(self._stream, self._group, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    async def run_once(self, handler: Handler, *, block_ms: int = 1000, count: int = 50) -> int:
        """Handle what is there: own unfinished entries, abandoned ones, then new ones.

        Returns how many entries were finished. Raises ``redis.RedisError`` where Redis is gone.
        """
        waiting = await self._unfinished()
        if not waiting:
            waiting = _entries(
                await self._redis.xreadgroup(
                    self._group, self._name, {self._stream: ">"}, count=count, block=block_ms
                )
            )
        for finished, (entry_id, values) in enumerate(waiting):
            if not await self._handle(entry_id, values, handler):
                await asyncio.sleep(PAUSE)
                return finished
        return len(waiting)

    async def _unfinished(self) -> list[Entry]:
        """The oldest entry that was begun: one only, because every reading counts as an attempt."""
        own: Any = await self._redis.xreadgroup(
            self._group, self._name, {self._stream: "0"}, count=1
        )
        for entry_id, values in own[0][1] if own else []:
            if values:
                return [(entry_id, values)]
            await self._redis.xack(self._stream, self._group, entry_id)  # deleted by somebody
        taken: Any = await self._redis.xautoclaim(
            self._stream, self._group, self._name, CLAIM_IDLE_MS, "0-0", count=1
        )
        return [(entry_id, values) for entry_id, values in taken[1] if values]

    async def _handle(self, entry_id: str, values: dict[str, str], handler: Handler) -> bool:
        try:
            await handler(from_wire(values))
        except BadMessage as error:
            await self._set_aside(entry_id, values, str(error))
            return True
        except (RedisError, OSError):
            raise
        except Exception as error:  # the bus is one of two places that catch broadly
            log.error("stream %s: handler failed with %s", self._stream, type(error).__name__)
            if await self._attempts(entry_id) < MAX_ATTEMPTS:
                return False
            await self._set_aside(entry_id, values, type(error).__name__)
            return True
        await self._finish(entry_id)
        return True

    async def _attempts(self, entry_id: str) -> int:
        rows = await self._redis.xpending_range(self._stream, self._group, entry_id, entry_id, 1)
        return int(rows[0]["times_delivered"]) if rows else 0

    async def _finish(self, entry_id: str) -> None:
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.xack(self._stream, self._group, entry_id)
            pipe.xdel(self._stream, entry_id)
            await pipe.execute()

    async def _set_aside(self, entry_id: str, values: dict[str, str], reason: str) -> None:
        log.error("stream %s: entry set aside (%s)", self._stream, reason)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.xadd(dead_letters(self._stream), {**values, "reason": reason})  # type: ignore[dict-item]
            pipe.xack(self._stream, self._group, entry_id)
            pipe.xdel(self._stream, entry_id)
            await pipe.execute()


def _entries(answer: Any) -> list[Entry]:
    """The entries of one stream in an XREADGROUP answer of RESP 2; deleted ones are left out."""
    if not answer:
        return []
    return [(entry_id, values) for entry_id, values in answer[0][1] if values]
