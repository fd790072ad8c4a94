"""What happens by the clock: lock after silence, opened lines off the screen, old messages
deleted, interrupted work taken up, heartbeat.

Fails closed: a sweep that fails is done again; nothing is marked done before it is.
"""

from __future__ import annotations

import asyncio
import logging
import time

from redis.exceptions import RedisError
from telegram.error import TelegramError

from bot.dialogue import Reply
from bot.queues import ChatQueues
from bot.relay.client_side import report
from bot.send.sender import ClientGone
from bot.sessions import end_session
from bot.stages import finish
from bot.state import names
from bot.state.conversation import Conversation, Mode
from bot.state.store import AlreadyHandled, Job, TurnTooLate, now_ms
from bot.turn import Rooms, Turn
from bot.updates.incoming import Incoming, Kind
from undertone.streams.messages import Delivery, Departure

EVERY_SECONDS = 5.0
HEARTBEAT_SECONDS = 30
OUTBOX_AGE_MS = 20_000
"""An outbox entry this old was left by a crash or an outage."""
MAX_AGE_HOURS = 24
"""Nothing in a chat gets older: a bot can delete for 48 h only, so stay well inside."""

log = logging.getLogger(__name__)


class Sweeper:
    """Looks every few seconds for what is due."""

    def __init__(self, rooms: Rooms, queues: ChatQueues) -> None:
        self._rooms = rooms
        self._queues = queues

    async def run(self) -> None:
        """Sweep until cancelled."""
        while True:
            try:
                await self.sweep()
            except (RedisError, OSError, TelegramError) as error:
                log.error("a sweep failed (%s) and is done again", type(error).__name__)
            await asyncio.sleep(EVERY_SECONDS)

    async def sweep(self) -> None:
        """Everything that is due now."""
        redis = self._rooms.store.redis
        await redis.set(names.HEARTBEAT, str(int(time.time())), ex=HEARTBEAT_SECONDS)
        await self._rooms.wiper.resume()
        await self.drain_outbox(OUTBOX_AGE_MS)
        await self._lock_silent()
        await self._cover_opened()
        await self._delete_old()

    async def drain_outbox(self, older_than_ms: int = 0) -> None:
        """Carry out what a crash left; of several bubbles of one chat only the last."""
        limit = now_ms() - older_than_ms
        jobs = [j for j in await self._rooms.store.jobs() if int(j.entry_id[:13]) <= limit]
        last = {job.ref: job.entry_id for job in jobs}
        for job in jobs:
            if job.generation < 0 or last[job.ref] != job.entry_id:
                await self._rooms.store.done(job.entry_id)
                continue
            await self._queues.through(job.ref, lambda job=job: self._carry_out(job))  # type: ignore[misc]

    async def _carry_out(self, job: Job) -> None:
        try:
            await self._rooms.delivery.carry_out(job)
        except ClientGone:
            await self._rooms.store.done(job.entry_id)

    async def _lock_silent(self) -> None:
        limit = now_ms() - self._rooms.settings.lock_minutes * 60_000
        refs = await self._rooms.store.redis.zrangebyscore(names.SESSIONS, "-inf", limit)
        for ref in refs:
            await self._queues.through(ref, lambda ref=ref: self._lock(ref, limit))  # type: ignore[misc]

    async def _lock(self, ref: str, limit: int) -> None:
        loaded = await self._rooms.store.load(ref)
        conversation = loaded.conversation
        if conversation is None:
            await self._rooms.store.redis.zrem(names.SESSIONS, ref)
        elif conversation.last_act <= limit:
            await end_session(
                self._rooms,
                loaded,
                conversation.chat_id,
                Departure.LOCKED,
                language=conversation.language,
                only_if_unchanged=True,
            )

    async def _cover_opened(self) -> None:
        refs = await self._rooms.store.redis.zrangebyscore(names.REVEALS, "-inf", now_ms())
        for ref in refs:
            await self._rooms.store.redis.zrem(names.REVEALS, ref)
            await self._queues.through(ref, lambda ref=ref: self._cover(ref))  # type: ignore[misc]

    async def _cover(self, ref: str) -> None:
        """An opened line goes off the screen; the button to open it again stays."""
        loaded = await self._rooms.store.load(ref)
        conversation = loaded.conversation
        if conversation is None or conversation.mode is not Mode.RELAY or not conversation.shown:
            return
        turn = Turn(
            Incoming(Kind.OTHER, conversation.chat_id),
            loaded,
            Conversation.from_json(conversation.to_json()),
            client_acted=False,
            edit_only=True,
        )
        turn.replies.append(Reply("utter_officer_ping"))
        turn.to_console.extend(
            report(conversation, line, Delivery.EXPIRED) for line in conversation.shown
        )
        try:
            job = await finish.run(turn, self._rooms)
            if job is not None:
                await self._rooms.delivery.carry_out(job)
        except (TurnTooLate, AlreadyHandled, ClientGone):
            log.info("an opened line was gone already")

    async def _delete_old(self) -> None:
        limit = now_ms() - MAX_AGE_HOURS * 3_600_000
        store = self._rooms.store
        async for ref in store.redis.hscan_iter(names.CHATS, no_values=True):
            ids = await store.redis.zrangebyscore(names.ledger(ref), "-inf", limit)
            chat_id = await store.chat_of(ref) if ids else None
            if chat_id is None:
                continue
            await self._rooms.sender.delete(chat_id, [int(i) for i in ids])
            gone = [int(i) for i in ids if await self._rooms.sender.is_gone(chat_id, int(i))]
            await store.forget_messages(ref, gone)
