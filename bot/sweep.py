"""What happens by the clock: lock after silence, opened lines off the screen, old messages
deleted, interrupted work taken up, heartbeat.

Fails closed: a sweep that fails is done again; nothing is marked done before it is.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial

from redis.exceptions import RedisError
from telegram.error import TelegramError

from bot import lock_warning
from bot.callbacks import due
from bot.clock import now_ms
from bot.dialogue import Reply
from bot.queues import ChatQueues
from bot.relay.client_side import report
from bot.send.sender import ClientGone
from bot.sessions import end_session
from bot.stages import finish
from bot.state import names
from bot.state.conversation import Conversation, Mode
from bot.state.store import AlreadyHandled, Job, TurnTooLate
from bot.turn import Rooms, Turn
from bot.updates.incoming import Incoming, Kind
from bot.updates.lost import delete_lost
from undertone.stopping import told_to_stop
from undertone.streams.messages import Delivery, Departure

EVERY_SECONDS = 5.0
HEARTBEAT_SECONDS = 30
OUTBOX_AGE_MS = 20_000
"""An outbox entry this old was left by a crash or an outage."""
WARNING_MINUTES = 2
"""Who asked for it is warned this long before the lock."""
DELETABLE_HOURS = 48

log = logging.getLogger(__name__)


class Sweeper:
    """Looks every few seconds for what is due."""

    def __init__(self, rooms: Rooms, queues: ChatQueues) -> None:
        self._rooms = rooms
        self._queues = queues
        self._under_way: set[str] = set()

    async def run(self) -> None:
        """Sweep until cancelled."""
        while not told_to_stop():
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
        await self._warn_silent()
        await self._lock_silent()
        await self._cover_opened()
        await self._call_back()
        await self._delete_old()
        self._later("", "lost", partial(delete_lost, self._rooms.store, self._rooms.sender))

    async def drain_outbox(self, older_than_ms: int = 0) -> None:
        """Carry out what a crash or an outage left; of several bubbles of a chat only the last."""
        limit = now_ms() - older_than_ms
        jobs = [j for j in await self._rooms.store.jobs() if int(j.entry_id[:13]) <= limit]
        for job in {job.ref: job for job in jobs}.values():
            if job.generation < 0:
                await self._rooms.store.done(job)
            else:
                self._later(job.ref, f"outbox {job.entry_id}", partial(self._carry_out, job))

    async def _carry_out(self, job: Job) -> None:
        if not await self._rooms.store.waits(job):
            return
        try:
            await self._rooms.delivery.carry_out(job, late=True)
        except ClientGone:
            await self._rooms.store.done(job)

    def _later(self, ref: str, what: str, step: Callable[[], Awaitable[None]]) -> None:
        """Do ``step`` in the chat's turn, once at a time; a stuck chat holds up no other."""
        if what in self._under_way:
            return
        self._under_way.add(what)

        async def once() -> None:
            try:
                await step()
            except (RedisError, OSError, TelegramError) as error:
                log.error("a step of a sweep failed (%s); done again", type(error).__name__)
            finally:
                self._under_way.discard(what)

        self._queues.add(ref, "", once)

    async def _warn_silent(self) -> None:
        lock = self._rooms.settings.lock_minutes
        limit = now_ms() - (lock - min(WARNING_MINUTES, lock / 2)) * 60_000
        refs = await self._rooms.store.redis.zrangebyscore(names.SESSIONS, "-inf", limit)
        for ref in refs:
            self._later(ref, f"warn {ref}", partial(lock_warning.give, self._rooms, ref, limit))

    async def _call_back(self) -> None:
        refs = await self._rooms.store.redis.zrangebyscore(names.CALLBACKS, "-inf", now_ms())
        for ref in refs:
            self._later(ref, f"callback {ref}", partial(due.carry_out, self._rooms, ref))

    async def _lock_silent(self) -> None:
        limit = now_ms() - self._rooms.settings.lock_minutes * 60_000
        refs = await self._rooms.store.redis.zrangebyscore(names.SESSIONS, "-inf", limit)
        for ref in refs:
            self._later(ref, f"lock {ref}", partial(self._lock, ref, limit))

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
            self._later(ref, f"cover {ref}", partial(self._cover_if_due, ref))

    async def _cover_if_due(self, ref: str) -> None:
        due = await self._rooms.store.redis.zscore(names.REVEALS, ref)
        if due is not None and float(due) <= now_ms():
            await self._cover(ref)
            await self._rooms.store.redis.zrem(names.REVEALS, ref)

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
        async for ref in self._rooms.store.redis.hscan_iter(names.CHATS, no_values=True):
            if await self._old(ref, self._rooms.settings.message_hours):
                self._later(ref, f"old {ref}", partial(self._delete_old_of, ref))

    async def _delete_old_of(self, ref: str) -> None:
        store, sender = self._rooms.store, self._rooms.sender
        chat_id, old = (
            await store.chat_of(ref),
            await self._old(ref, self._rooms.settings.message_hours),
        )
        if chat_id is None or not old:
            return
        await sender.delete(chat_id, old)
        gone = [message_id for message_id in old if await sender.is_gone(chat_id, message_id)]
        # what Telegram keeps for ever is not asked for again
        await store.forget_messages(ref, [*gone, *await self._old(ref, DELETABLE_HOURS)])

    async def _old(self, ref: str, hours: int) -> list[int]:
        limit = now_ms() - hours * 3_600_000
        ids = await self._rooms.store.redis.zrangebyscore(names.ledger(ref), "-inf", limit)
        return [int(message_id) for message_id in ids]
