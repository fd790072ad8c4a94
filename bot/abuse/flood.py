"""Floods: who writes far quicker than people do is not listened to for a while.

A block stands in Redis with its reason and ends by itself: after a minute, then ten, then an
hour where it happens again within a day.
"""

from __future__ import annotations

import logging
import time
from functools import partial

from telegram.error import TelegramError

from bot.queues import ChatQueues
from bot.send.sender import ClientGone, Sender
from bot.stages import rate_limit
from bot.state import names
from bot.state.store import Store
from bot.updates.incoming import Incoming, Kind

FLOOD = "flood"
"""Reason code of a block."""
SECONDS = (60, 600, 3600)
REMEMBER_SECONDS = 24 * 3600
MINUTE = 60.0
log = logging.getLogger(__name__)


class Floods:
    """Counts updates of a chat by the minute and deletes what a blocked chat sends."""

    def __init__(self, store: Store, sender: Sender, queues: ChatQueues, per_minute: int) -> None:
        self._store = store
        self._sender = sender
        self._queues = queues
        self._per_minute = per_minute
        self._counts: dict[str, tuple[float, int]] = {}
        self._to_delete: dict[str, list[int]] = {}

    def is_flood(self, ref: str) -> bool:
        """Count one update; whether it is one too many. A burst that the limit allows is not."""
        now = time.monotonic()
        since, count = self._counts.pop(ref, (now, 0))
        if now - since >= MINUTE:
            since, count = now, 0
        if len(self._counts) >= rate_limit.MAX_CHATS:
            self._counts.pop(next(iter(self._counts)))
        self._counts[ref] = (since, count + 1)
        return count >= self._per_minute + rate_limit.BURST

    async def block(self, ref: str) -> None:
        """Stop listening to the chat for a while. Raises ``redis.RedisError``."""
        redis = self._store.redis
        level = int(await redis.incr(names.block_level(ref)))
        await redis.expire(names.block_level(ref), REMEMBER_SECONDS)
        seconds = SECONDS[min(level, len(SECONDS)) - 1]
        await redis.set(names.block(ref), FLOOD, ex=seconds)
        self._counts.pop(ref, None)
        log.warning("a chat floods and is blocked for %d s", seconds)

    async def throw_away(self, entry_id: str, incoming: Incoming, ref: str) -> None:
        """Acknowledge an update of a blocked chat and delete its message, many at a time."""
        await self._store.drop(entry_id)
        if incoming.kind is Kind.BUTTON or incoming.message_id is None:
            return
        waiting = self._to_delete.setdefault(ref, [])
        waiting.append(incoming.message_id)
        if len(waiting) == 1:
            self._queues.add(ref, "", partial(self._delete, incoming.chat_id, ref))

    async def _delete(self, chat_id: int, ref: str) -> None:
        ids = self._to_delete.pop(ref, [])
        try:
            await self._sender.delete(chat_id, ids)
        except (TelegramError, ClientGone) as error:
            log.info("messages wait for the next tidying: %s", type(error).__name__)
            return
        await self._store.forget_messages(ref, ids)
