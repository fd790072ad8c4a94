"""The orchestrator: runs every update through the stages, in order per chat.

parse → dedupe → ledger happen when an update is taken in (``bot/updates/fetch.py``); the
exit word is looked at here before the chat's queue, so a slow turn never delays it; then
rate limit → session → mode → dialogue → render → guard → send in the chat's own queue.
"""

from __future__ import annotations

import json
import logging

from redis.exceptions import RedisError
from telegram.error import TelegramError

from bot.queues import ChatQueues
from bot.send.sender import ClientGone
from bot.sessions import end_session
from bot.stages import finish, mode, session
from bot.stages.exit_word import is_way_out
from bot.stages.rate_limit import RateLimit
from bot.state import names
from bot.state.conversation import Conversation
from bot.state.keyring import CannotOpen
from bot.state.store import AlreadyHandled, Loaded, TurnTooLate
from bot.turn import Ignore, Leave, LeaveGroup, Rooms, Turn
from bot.updates.incoming import BadUpdate, Incoming, Kind, parse
from undertone.languages import first_guess
from undertone.streams.messages import Departure

log = logging.getLogger(__name__)


class Pipeline:
    """Handles stream entries; owns every early exit."""

    def __init__(self, rooms: Rooms, queues: ChatQueues) -> None:
        self._rooms = rooms
        self._queues = queues
        self._rate_limit = RateLimit()

    async def dispatch(self, entry_id: str, ref: str, sealed: str) -> None:
        """Take one stored update: an exit acts at once, the rest waits in the chat's queue.

        Raises ``redis.RedisError`` where Redis is gone; the entry stays pending then.
        """
        store = self._rooms.store
        try:
            incoming = parse(json.loads(store.keyring.open(sealed, "update")))
        except (BadUpdate, CannotOpen, ValueError) as error:
            await self._set_aside(entry_id, sealed, type(error).__name__)
            return
        loaded = await store.load(ref)
        if is_way_out(incoming, loaded.conversation, self._rooms.word_key):
            await self._out(entry_id, incoming, loaded)
            for earlier in self._queues.clear(ref):
                await store.drop(earlier)
            return
        self._queues.add(ref, entry_id, lambda: self._handle(entry_id, incoming, ref))

    async def _out(self, entry_id: str, incoming: Incoming, loaded: Loaded) -> None:
        await end_session(
            self._rooms,
            loaded,
            incoming.chat_id,
            Departure.EXITED,
            line="utter_after_exit",
            language=_language(incoming, loaded),
            entry_id=entry_id,
        )
        if incoming.callback_id:
            await self._rooms.sender.acknowledge(incoming.callback_id)

    async def _handle(self, entry_id: str, incoming: Incoming, ref: str) -> None:
        try:
            await self._run(entry_id, incoming, ref)
        except AlreadyHandled:
            log.info("an update was handled before")
        except TurnTooLate:
            log.info("a late turn was thrown away")
        except (RedisError, OSError) as error:
            log.error("an update waits: %s", type(error).__name__)
        except TelegramError as error:
            log.error("sending waits: %s", type(error).__name__)
        except Exception as error:  # the orchestrator is the one place that catches broadly
            log.exception("an update failed")
            await self._set_aside(entry_id, "", type(error).__name__)

    async def _run(self, entry_id: str, incoming: Incoming, ref: str) -> None:
        rooms = self._rooms
        loaded = await rooms.store.load(ref)
        turn = Turn(incoming, loaded, _working_copy(incoming, loaded), entry_id)
        try:
            await self._rate_limit.run(turn, rooms)
            await session.run(turn, rooms)
            await mode.run(turn, rooms)
            job = await finish.run(turn, rooms)
            if incoming.callback_id:
                await rooms.sender.acknowledge(incoming.callback_id)
            if job is not None:
                await rooms.delivery.carry_out(job)
            if turn.revealed:
                await rooms.store.cover_later(ref, rooms.settings.reveal_seconds)
        except Ignore:
            await rooms.store.drop(entry_id)
        except LeaveGroup:
            await rooms.sender.leave(incoming.chat_id)
            await rooms.store.drop(entry_id)
        except Leave as signal:
            await self._leave(turn, signal)
        except ClientGone:
            await self._leave(turn, Leave(Departure.BLOCKED), committed=True)

    async def _leave(self, turn: Turn, signal: Leave, *, committed: bool = False) -> None:
        loaded = await self._rooms.store.load(turn.loaded.ref) if committed else turn.loaded
        await end_session(
            self._rooms,
            loaded,
            turn.incoming.chat_id,
            signal.departure,
            line=signal.line,
            language=turn.conversation.language,
            entry_id="" if committed else turn.entry_id,
        )

    async def _set_aside(self, entry_id: str, sealed: str, reason: str) -> None:
        """Keep what cannot be handled, sealed, where ``undertone doctor`` shows it."""
        log.error("an update was set aside (%s)", reason)
        store = self._rooms.store
        if not sealed:
            rows = await store.redis.xrange(names.UPDATES, entry_id, entry_id)
            sealed = rows[0][1].get("sealed", "") if rows else ""
        if sealed:
            await store.redis.xadd(names.DEAD_UPDATES, {"sealed": sealed, "reason": reason})
        await store.drop(entry_id)


def _language(incoming: Incoming, loaded: Loaded) -> str:
    if loaded.conversation is not None:
        return loaded.conversation.language
    return first_guess(incoming.language_code).code


def _working_copy(incoming: Incoming, loaded: Loaded) -> Conversation:
    if loaded.conversation is not None:
        return Conversation.from_json(loaded.conversation.to_json())
    if incoming.kind is Kind.GROUP:
        raise LeaveGroup
    return Conversation(incoming.chat_id, _language(incoming, loaded))
