"""Reads stored updates in order: what a crash left first, then what is new."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from redis.exceptions import RedisError, ResponseError

from bot.pipeline import Pipeline
from bot.queues import ChatQueues
from bot.state import names
from bot.state.store import Store
from undertone.stopping import told_to_stop

CONSUMER = "gateway-1"
"""One poller per token, so one consumer: a restart takes up its own unfinished entries."""
BATCH = 100
MOST_WAITING = 2_000
"""Entries under way at most; the rest waits on disk."""
BLOCK_MS = 1_000
PAUSE = 0.5
log = logging.getLogger(__name__)


class Dispatcher:
    """Feeds the pipeline from the stream of updates."""

    def __init__(self, store: Store, pipeline: Pipeline, queues: ChatQueues) -> None:
        self._store = store
        self._pipeline = pipeline
        self._queues = queues

    async def run(self) -> None:
        """Read until cancelled; an outage of Redis is waited out."""
        while not told_to_stop():
            try:
                await self.prepare()
                await self.catch_up()
                while not told_to_stop():
                    await self.read(">")
                    while len(self._queues) >= MOST_WAITING:
                        await asyncio.sleep(0.05)
                    if self._pipeline.behind:
                        await self.catch_up()
            except (RedisError, OSError) as error:
                log.error("Redis cannot be reached (%s)", type(error).__name__)
                await asyncio.sleep(PAUSE)

    async def prepare(self) -> None:
        """Make the consumer group where it is missing."""
        try:
            await self._store.redis.xgroup_create(names.UPDATES, names.GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    async def catch_up(self) -> None:
        """Hand on what is unfinished, in order: after a start or an outage."""
        self._pipeline.behind.clear()
        start: str | None = "0"
        while start is not None:
            start = await self.read(start)

    async def read(self, start: str) -> str | None:
        """Hand on one batch: unfinished entries after an id, or new ones for ``>``.

        Returns the id of the last one; None where there was none.
        """
        answer: Any = await self._store.redis.xreadgroup(
            names.GROUP, CONSUMER, {names.UPDATES: start}, count=BATCH, block=BLOCK_MS
        )
        last = None
        for entry_id, row in answer[0][1] if answer else []:
            last = str(entry_id)
            if last in self._queues:
                continue
            if row:
                await self._pipeline.dispatch(last, row["ref"], row["sealed"])
            else:
                await self._store.drop(last)
        return last
