"""Own ``get_updates`` loop: an update is on disk, sealed, before Telegram may forget it.

The library's updater confirms updates before they are processed. Here the offset moves only
after Redis has written every update of the batch (``appendfsync always``); an update id that
was taken in before is dropped. With Redis gone the offset stands still, and only the way
out and one bland line work (``bot/updates/without_redis.py``).
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from redis.exceptions import RedisError
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.send.sender import Sender
from bot.state.store import Store
from bot.updates.incoming import chat_and_message
from bot.updates.lost import note_fetch
from bot.updates.without_redis import WithoutRedis
from undertone.stopping import told_to_stop

PAUSE = 1.0
"""Seconds before the next try when Telegram or Redis cannot be reached."""
CONFLICT_PAUSE = 5.0
MOST = 2**63
"""Above any id of Telegram's."""
log = logging.getLogger(__name__)


class Fetcher:
    """Takes updates from Telegram into the stream."""

    def __init__(self, store: Store, sender: Sender, without_redis: WithoutRedis) -> None:
        self._store = store
        self._sender = sender
        self._without_redis = without_redis
        self._offset = 0

    async def run(self) -> None:
        """Fetch until cancelled. Raises ``InvalidToken`` where the token is refused."""
        while not told_to_stop():
            try:
                await self.fetch_once()
            except InvalidToken:
                raise
            except Conflict:
                log.error("another process polls with the same token; stop it")
                await asyncio.sleep(CONFLICT_PAUSE)
            except (TelegramError, RecursionError) as error:
                log.warning("Telegram cannot be reached (%s)", type(error).__name__)
                await asyncio.sleep(PAUSE)

    async def fetch_once(self) -> None:
        """One long poll: store the batch, then move the offset."""
        batch = await self._sender.updates(self._offset)
        updates = sorted(filter(_can_be_kept, batch), key=lambda update: int(update["update_id"]))
        if len(updates) < len(batch):
            log.error("an update without a proper id cannot be kept")
            await asyncio.sleep(PAUSE)
        await self._note()
        for position, update in enumerate(updates):
            try:
                await self._keep(update)
            except (RedisError, OSError) as error:
                log.error("Redis cannot be reached (%s)", type(error).__name__)
                await self._do_without(updates[position:])
                return
            self._offset = update["update_id"] + 1

    async def _note(self) -> None:
        try:
            await note_fetch(self._store)
        except (RedisError, OSError) as error:  # what cannot be kept either is dealt with there
            log.error("Redis cannot be reached (%s)", type(error).__name__)

    async def _keep(self, update: dict[str, Any]) -> None:
        chat_id, message_id = chat_and_message(update)
        self._without_redis.remember(chat_id, message_id)
        try:
            await self._store.take_in(update, chat_id, message_id)
        except RecursionError:
            log.error("an update that is nested too deeply cannot be kept")
        self._without_redis.is_over()

    async def _do_without(self, updates: list[dict[str, Any]]) -> None:
        """Look at all of them: a way out may stand behind what somebody else wrote."""
        for update in updates:
            self._without_redis.remember(*chat_and_message(update))
            await self._without_redis.handle(update)
        await asyncio.sleep(PAUSE)


def _can_be_kept(update: Any) -> bool:
    """Telegram's ids are positive; a negative offset would mean "forget all before"."""
    update_id = update.get("update_id") if isinstance(update, dict) else None
    return type(update_id) is int and 0 < update_id < MOST
