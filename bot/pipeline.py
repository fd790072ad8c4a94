"""The orchestrator: runs every update through the stages, in order per chat.

parse → dedupe → ledger happen when an update is taken in (``bot/updates/fetch.py``); the
exit word is looked at here before the chat's queue, so a slow turn never delays it; then
rate limit → session → mode → dialogue → render → guard → send in the chat's own queue.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable

from redis.exceptions import RedisError
from telegram.error import TelegramError

from bot import duress
from bot.abuse.flood import Floods
from bot.abuse.urgent import Urgent
from bot.callbacks.agreed import Way
from bot.queues import ChatQueues
from bot.send.sender import ClientGone
from bot.sessions import end_session
from bot.stages import finish, mode, session
from bot.stages.exit_word import is_for_everybody, is_way_out
from bot.stages.rate_limit import RateLimit
from bot.state import names
from bot.state.beside import Command
from bot.state.conversation import Conversation
from bot.state.keyring import CannotOpen
from bot.state.store import AlreadyHandled, Loaded, TurnTooLate
from bot.turn import Ignore, Leave, LeaveGroup, Rooms, Turn
from bot.updates.incoming import BadUpdate, Incoming, Kind, parse
from bot.updates.without_redis import WithoutRedis
from undertone.language_guess import to_greet_in
from undertone.languages import Language
from undertone.streams.messages import Departure

MOST_WAITING = 100
"""Updates of one chat that may wait: far more than a person writes, so a flood is dropped
(its messages stay on the ledger for the next tidying) and holds up nobody else."""
WayOut = Callable[[str, Incoming, Loaded], Awaitable[None]]
log = logging.getLogger(__name__)


class Pipeline:
    """Handles stream entries; owns every early exit."""

    def __init__(
        self, rooms: Rooms, queues: ChatQueues, without_redis: WithoutRedis, floods: Floods
    ) -> None:
        self._rooms = rooms
        self._without_redis = without_redis
        self._queues = queues
        self._floods = floods
        self._urgent = Urgent()
        self._rate_limit = RateLimit(rooms.settings.newcomers_per_second)
        self.behind: set[str] = set()
        """Chats with an entry that failed: what came later waits until it is read again."""

    async def dispatch(self, entry_id: str, ref: str, sealed: str) -> None:
        """Take one stored update: an exit acts at once, the rest waits in the chat's queue.

        Raises ``redis.RedisError`` where Redis is gone; the entry stays pending then.
        """
        store = self._rooms.store
        try:
            incoming = parse(json.loads(store.keyring.open(sealed, "update")))
        except (BadUpdate, CannotOpen, ValueError, RecursionError) as error:
            await self._set_aside(entry_id, sealed, type(error).__name__)
            return
        loaded = await store.load(ref)
        self._without_redis.remember_word(incoming.chat_id, loaded.conversation)
        if _is_before(entry_id, loaded.left):  # a crash came between an exit and this
            await store.drop(entry_id)
            return
        leave = self._way_out_of(incoming, loaded)
        if leave is not None:
            before = self._queues.clear(ref)
            await leave(entry_id, incoming, loaded)
            for earlier in before:
                await store.drop(earlier)
            return
        urgent = self._urgent.passes(incoming, loaded)
        if not urgent and await self._is_blocked(loaded):
            await self._floods.throw_away(entry_id, incoming, ref)
        elif not urgent and self._queues.waiting(ref) >= MOST_WAITING:
            await store.drop(entry_id)
        elif ref not in self.behind:
            self._queues.add(ref, entry_id, lambda: self._handle(entry_id, incoming, ref, urgent))

    def _way_out_of(self, incoming: Incoming, loaded: Loaded) -> WayOut | None:
        word_key = self._rooms.word_key
        if is_way_out(incoming, loaded, word_key):
            return self._out
        return self._to_small_talk if duress.is_duress(incoming, loaded, word_key) else None

    async def _is_blocked(self, loaded: Loaded) -> bool:
        if loaded.blocked:
            return True
        if not self._floods.is_flood(loaded.ref):
            return False
        await self._floods.block(loaded.ref)
        return True

    async def _to_small_talk(self, entry_id: str, incoming: Incoming, loaded: Loaded) -> None:
        """Somebody else is typing: out, and the chat goes on about nothing."""
        language, beside = _language(incoming, loaded, self._rooms.served), self._rooms.store.beside
        talk = duress.small_talk(loaded, language)
        await end_session(
            self._rooms,
            loaded,
            incoming.chat_id,
            Departure.EXITED,
            line=talk.response,
            language=language,
            entry_id=entry_id,
            also=duress.alerts(loaded),
            commands=[
                beside.keep_small_talk(loaded.ref, talk.next()),
                *self._client_wrote(loaded, entry_id),
            ],
        )

    def _client_wrote(self, loaded: Loaded, entry_id: str) -> list[Command]:
        """Who writes by themselves needs no hello at the agreed time."""
        callback = loaded.callback
        if callback is None or callback.way is not Way.CHAT or callback.entry_id == entry_id:
            return []
        return self._rooms.store.beside.forget_callback(loaded.ref)

    async def _out(self, entry_id: str, incoming: Incoming, loaded: Loaded) -> None:
        silenced = self._rooms.sender.silenced
        commands = self._client_wrote(loaded, entry_id)
        if not is_for_everybody(incoming):
            commands.append(self._rooms.store.beside.end_small_talk(loaded.ref))
        await end_session(
            self._rooms,
            loaded,
            incoming.chat_id,
            Departure.EXITED,
            # carried out in an outage already: the chat is empty and stays so
            line="" if incoming.chat_id in silenced else "utter_after_exit",
            language=_language(incoming, loaded, self._rooms.served),
            entry_id=entry_id,
            commands=commands,
        )
        silenced.discard(incoming.chat_id)
        if incoming.callback_id:  # not awaited here: nobody's exit waits for it
            self._queues.add(
                loaded.ref, "", lambda: self._rooms.sender.acknowledge(incoming.callback_id)
            )

    async def _handle(self, entry_id: str, incoming: Incoming, ref: str, urgent: bool) -> None:
        try:
            await self._run(entry_id, incoming, ref, urgent)
        except AlreadyHandled:
            log.info("an update was handled before")
        except TurnTooLate:
            log.info("a late turn was thrown away")
        except (RedisError, OSError) as error:
            self._wait(ref, error)
        except TelegramError as error:
            log.error("sending waits: %s", type(error).__name__)
        except Exception as error:  # the orchestrator is the one place that catches broadly
            log.exception("an update failed")
            try:
                await self._set_aside(entry_id, "", type(error).__name__)
            except (RedisError, OSError) as gone:
                self._wait(ref, gone)

    def _wait(self, ref: str, error: Exception) -> None:
        """Leave the chat's entries pending, in order, until they are read again."""
        log.error("updates of a chat wait: %s", type(error).__name__)
        self.behind.add(ref)
        self._queues.clear(ref)

    async def _run(self, entry_id: str, incoming: Incoming, ref: str, urgent: bool) -> None:
        rooms = self._rooms
        loaded = await rooms.store.load(ref)
        if self._queues.is_void(entry_id) or _is_before(
            entry_id, loaded.left
        ):  # the client left after writing this
            await rooms.store.drop(entry_id)
            return
        if wrote := self._client_wrote(loaded, entry_id):
            await rooms.store.carry_out(wrote)
        turn = Turn(
            incoming, loaded, _working_copy(incoming, loaded, rooms.served), entry_id, urgent
        )
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
            await rooms.store.drop(entry_id)

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


def _language(incoming: Incoming, loaded: Loaded, served: tuple[Language, ...]) -> str:
    if loaded.conversation is not None:
        return loaded.conversation.language
    text = incoming.text if incoming.kind is Kind.TEXT else ""
    return to_greet_in(text, incoming.language_code, served).code


def _working_copy(incoming: Incoming, loaded: Loaded, served: tuple[Language, ...]) -> Conversation:
    if loaded.conversation is not None:
        return Conversation.from_json(loaded.conversation.to_json())
    return Conversation(incoming.chat_id, _language(incoming, loaded, served))


def _is_before(entry_id: str, other: str) -> bool:
    """Whether one stream entry came before the other."""
    return bool(other) and _order(entry_id) < _order(other)


def _order(entry_id: str) -> tuple[int, ...]:
    return tuple(int(part) for part in entry_id.split("-"))
