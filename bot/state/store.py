"""The gateway's state in Redis: loads, commits and destroys conversations.

Fails closed: a state that does not open is treated as if there were none (the chat starts
at cover level again) and is never guessed at; a commit for an old generation is refused.
"""

from __future__ import annotations

import base64
import json
import logging
import secrets
from dataclasses import dataclass, field
from typing import Any

from redis.asyncio import Redis

from bot.callbacks.agreed import Callback
from bot.clock import now_ms
from bot.state import names, scripts
from bot.state.beside import Beside, Command
from bot.state.conversation import Conversation
from bot.state.keyring import KEY_BYTES, CannotOpen, Keyring, open_with, seal_with
from bot.state.small_talk import SmallTalk
from bot.state.stub import KEEP_DAYS, Stub
from undertone.logs import keyed_hash
from undertone.streams.messages import TO_CONSOLE, StreamMessage

SEEN_SECONDS = 7 * 24 * 3600
"""Telegram keeps updates for 24 h; a week outlasts every replay."""
HANDLED_SECONDS = 30 * 24 * 3600
CHANGED = -2
"""Answer of ``depart``: what was loaded is not how the chat stands now."""

log = logging.getLogger(__name__)


class TurnTooLate(Exception):
    """A wipe came between load and commit; nothing was written."""


class AlreadyHandled(Exception):
    """The update or message was committed before; nothing was written."""


@dataclass
class Loaded:
    """A chat as it stood when a turn began."""

    ref: str
    generation: int
    conversation: Conversation | None
    key: bytes
    stub: Stub | None = None
    """The way back to a case that the client left before."""
    small_talk: SmallTalk | None = None
    """Somebody else is typing."""
    callback: Callback | None = None
    left: str = ""
    """The update with which the client left last."""
    blocked: str = ""
    """Reason of a block, '' without one."""
    shut: bool = False
    """Too many wrong words: none opens the case again for a while."""
    sealed: str = ""
    """The state as it stood in Redis."""


@dataclass
class Outcome:
    """What one turn leads to; committed whole or not at all."""

    conversation: Conversation
    outgoing: list[dict[str, Any]] = field(default_factory=list)
    to_console: list[StreamMessage] = field(default_factory=list)
    client_acted: bool = True
    commands: list[Command] = field(default_factory=list)
    """Further Redis commands that happen in the same step, or not at all."""


@dataclass(frozen=True)
class Job:
    """One outbox entry: what remains to be done towards a chat."""

    entry_id: str
    ref: str
    generation: int
    chat_id: int
    actions: list[dict[str, Any]]


class Store:
    """Everything that is kept about chats, in one Redis."""

    def __init__(self, redis: Redis, keyring: Keyring, ref_key: bytes) -> None:
        # redis-py types every answer as bytes or text; with decode_responses it is text
        self.redis: Any = redis
        self.keyring = keyring
        self.beside = Beside(keyring)
        self._ref_key = ref_key
        self._take_in = redis.register_script(scripts.TAKE_IN)
        self._commit = redis.register_script(scripts.COMMIT)
        self._depart = redis.register_script(scripts.DEPART)
        self._sent = redis.register_script(scripts.SENT)
        self._done = redis.register_script(scripts.DONE)
        self._drop = redis.register_script(scripts.DROP)

    def ref(self, chat_id: int) -> str:
        """How ``chat_id`` is named in Redis and in logs."""
        return keyed_hash(self._ref_key, str(chat_id))

    # --- updates -----------------------------------------------------------------

    async def take_in(
        self, update: dict[str, Any], chat_id: int | None, message_id: int | None
    ) -> bool:
        """Store an update, durably and sealed. False where its id was taken in before."""
        ref = self.ref(chat_id or 0)
        sealed = self.keyring.seal(json.dumps(update).encode(), "update")
        stored = await self._take_in(
            keys=[
                names.seen(int(update["update_id"])),
                names.UPDATES,
                names.ledger(ref),
                names.CHATS,
                names.HIGHEST,
            ],
            args=[
                sealed,
                SEEN_SECONDS,
                "" if message_id is None else message_id,
                now_ms(),
                ref,
                "" if chat_id is None else self._seal_chat(chat_id, ref),
            ],
        )
        return bool(stored)

    async def drop(self, entry_id: str) -> None:
        """Acknowledge an update that leads to nothing."""
        await self._drop(keys=[names.UPDATES], args=[names.GROUP, entry_id])

    # --- conversations -----------------------------------------------------------

    async def load(self, ref: str) -> Loaded:
        """The chat's state and generation; a fresh key where there is no state."""
        generation, sealed, wrapped, *beside = await self.redis.mget(
            names.generation(ref),
            names.conversation(ref),
            names.conversation_key(ref),
            names.stub(ref),
            names.small_talk(ref),
            names.callback(ref),
            names.left(ref),
            names.block(ref),
            names.shut(ref),
        )
        loaded = Loaded(ref, int(generation or 0), None, secrets.token_bytes(KEY_BYTES))
        stub, small_talk, callback, left, blocked, shut = beside
        loaded.stub = self._open_stub(stub, ref) if stub else None
        loaded.small_talk = self.beside.open_small_talk(small_talk, ref)
        loaded.callback = self.beside.open_callback(callback, ref)
        loaded.left, loaded.blocked, loaded.shut = left or "", blocked or "", bool(shut)
        loaded.sealed = sealed or ""
        if not sealed or not wrapped:
            return loaded
        try:
            key = self.keyring.open(wrapped, f"key|{ref}")
            raw = open_with(key, base64.b64decode(sealed), f"state|{ref}")
            loaded.conversation, loaded.key = Conversation.from_json(raw), key
        except (CannotOpen, ValueError, TypeError, KeyError):
            log.error("a conversation does not open; the chat starts again at cover level")
        return loaded

    async def commit(
        self, loaded: Loaded, outcome: Outcome, *, entry_id: str = "", handled: str = ""
    ) -> Job | None:
        """Store what a turn led to, if no wipe came in between.

        ``entry_id`` is the update that it answers, ``handled`` the id of the console's
        message; both are acknowledged in the same step. None where nothing is to be sent.
        Raises ``TurnTooLate`` where a wipe came in between (the turn is thrown away) and
        ``AlreadyHandled`` where another worker was faster.
        """
        ref, conversation = loaded.ref, outcome.conversation
        last_act = _last_act(conversation, outcome.client_acted)
        answer = await self._commit(
            keys=[
                names.generation(ref),
                names.conversation(ref),
                names.conversation_key(ref),
                names.UPDATES,
                names.OUTBOX,
                TO_CONSOLE,
                names.SESSIONS,
                names.handled(handled),
            ],
            args=[
                loaded.generation,
                self._seal_state(conversation, loaded.key, ref),
                "" if loaded.conversation else self.keyring.seal(loaded.key, f"key|{ref}"),
                entry_id,
                names.GROUP,
                self._seal_actions(conversation.chat_id, outcome.outgoing, ref),
                json.dumps([message.to_wire() for message in outcome.to_console]),
                ref,
                last_act,
                handled,
                HANDLED_SECONDS,
                json.dumps(_routes(conversation)),
                json.dumps(outcome.commands),
            ],
        )
        if answer[0] == 0:
            raise TurnTooLate
        if answer[0] < 0:
            raise AlreadyHandled
        if len(answer) < 2:
            return None
        return Job(answer[1], ref, loaded.generation, conversation.chat_id, outcome.outgoing)

    async def depart(
        self,
        loaded: Loaded,
        chat_id: int,
        wipe: dict[str, Any],
        *,
        entry_id: str = "",
        to_console: list[StreamMessage] | None = None,
        stub: Stub | None = None,
        only_if_unchanged: bool = False,
        commands: list[Command] | None = None,
        whatever_came_in: bool = False,
    ) -> int:
        """End the session in one step: new generation, state and key gone, wipe job written.

        ``stub`` is what remains of an open case; everything else is destroyed. Returns
        the new generation; 0 or less where somebody else was faster; ``CHANGED`` where a turn
        was committed since ``loaded``, unless ``whatever_came_in``.
        """
        ref = loaded.ref
        return int(
            await self._depart(
                keys=_depart_keys(ref),
                args=[
                    ref,
                    self.keyring.seal(json.dumps({**wipe, "chat_id": chat_id}).encode(), "wipe"),
                    entry_id,
                    names.GROUP,
                    json.dumps([message.to_wire() for message in to_console or []]),
                    self._seal_stub(stub, ref) if stub else "",
                    KEEP_DAYS * 24 * 3600,
                    loaded.generation if only_if_unchanged else "",
                    json.dumps(commands or []),
                    "*" if whatever_came_in else loaded.sealed,
                ],
            )
        )

    async def keep_stub(self, ref: str, stub: Stub) -> None:
        """Change what remains of a case that the client left."""
        await self.redis.set(names.stub(ref), self._seal_stub(stub, ref), keepttl=True)

    async def forget_case(self, ref: str, case_id: str) -> None:
        """The case is closed: no way leads back to it."""
        await self.redis.delete(names.stub(ref), names.case_route(case_id))

    async def carry_out(self, commands: list[Command]) -> None:
        """Do these outside a turn, in one step."""
        async with self.redis.pipeline(transaction=True) as pipe:
            for command in commands:
                pipe.execute_command(*command)
            await pipe.execute()

    # --- what was sent -----------------------------------------------------------

    async def where(self, ref: str) -> tuple[int, int | None]:
        """The chat's generation and its bubble's message id."""
        generation, bubble = await self.redis.mget(names.generation(ref), names.bubble(ref))
        return int(generation or 0), int(bubble) if bubble else None

    async def sent(
        self, ref: str, generation: int, chat_id: int, message_id: int, *, bubble: bool = True
    ) -> bool:
        """Note a message of ours, as the bubble or beside it. False where a wipe came between."""
        return bool(
            await self._sent(
                keys=[
                    names.generation(ref),
                    names.ledger(ref),
                    names.bubble(ref),
                    names.CHATS,
                    names.HIGHEST,
                ],
                args=[
                    generation,
                    message_id,
                    now_ms(),
                    ref,
                    self._seal_chat(chat_id, ref),
                    "1" if bubble else "0",
                ],
            )
        )

    async def cover_later(self, ref: str, seconds: int) -> None:
        """Have what an officer wrote taken off the chat's screen in ``seconds``."""
        await self.redis.zadd(names.REVEALS, {ref: now_ms() + seconds * 1000})

    async def forget_messages(self, ref: str, message_ids: list[int]) -> None:
        """Take ids off the ledger once they are deleted."""
        if message_ids:
            await self.redis.zrem(names.ledger(ref), *message_ids)

    async def chat_of(self, ref: str) -> int | None:
        """The chat id behind a ref, where one is known."""
        sealed = await self.redis.hget(names.CHATS, ref)
        try:
            return int(self.keyring.open(sealed, f"chat|{ref}")) if sealed else None
        except CannotOpen:
            return None

    async def jobs(self, count: int = 100) -> list[Job]:
        """Outbox entries that are not carried out yet, oldest first."""
        rows = await self.redis.xrange(names.OUTBOX, count=count)
        return [job for row in rows if (job := self._job(*row)) is not None]

    async def waits(self, job: Job) -> bool:
        """Whether an outbox entry is still to be carried out."""
        return bool(await self.redis.xrange(names.OUTBOX, job.entry_id, job.entry_id))

    async def done(self, job: Job) -> None:
        """Take an outbox entry off, and with it older ones of the same chat."""
        await self._done(keys=[names.OUTBOX], args=[job.entry_id, job.ref])

    # --- sealing -----------------------------------------------------------------

    def _job(self, entry_id: str, row: dict[str, str]) -> Job | None:
        try:
            body = json.loads(self.keyring.open(row["sealed"], f"outbox|{row['ref']}"))
        except CannotOpen:
            return Job(entry_id, row["ref"], -1, 0, [])
        return Job(entry_id, row["ref"], int(row["gen"]), body["chat_id"], body["actions"])

    def _seal_actions(self, chat_id: int, actions: list[dict[str, Any]], ref: str) -> str:
        if not actions:
            return ""
        body = json.dumps({"chat_id": chat_id, "actions": actions})
        return self.keyring.seal(body.encode(), f"outbox|{ref}")

    def _seal_stub(self, stub: Stub, ref: str) -> str:
        return self.keyring.seal(stub.to_json(), f"return|{ref}")

    def _open_stub(self, sealed: str, ref: str) -> Stub | None:
        try:
            return Stub.from_json(self.keyring.open(sealed, f"return|{ref}"))
        except (CannotOpen, ValueError, TypeError, KeyError):
            log.error("the way back to a case does not open")
            return None

    def _seal_chat(self, chat_id: int, ref: str) -> str:
        return self.keyring.seal(str(chat_id).encode(), f"chat|{ref}")

    def _seal_state(self, conversation: Conversation, key: bytes, ref: str) -> str:
        return base64.b64encode(seal_with(key, conversation.to_json(), f"state|{ref}")).decode()


def _routes(conversation: Conversation) -> list[str]:
    return [names.case_route(conversation.case.case_id)] if conversation.case else []


def _last_act(conversation: Conversation, acted: bool) -> str:
    """When the lock counts from: the client's last act, never ours. Empty outside a session."""
    if acted:
        conversation.last_act = now_ms()
    return str(conversation.last_act) if conversation.is_open else ""


def _depart_keys(ref: str) -> list[str]:
    """The keys of the script that ends a session, in its order."""
    return [
        names.generation(ref),
        names.conversation(ref),
        names.conversation_key(ref),
        names.bubble(ref),
        names.ledger(ref),
        names.WIPES,
        names.SESSIONS,
        names.UPDATES,
        TO_CONSOLE,
        names.stub(ref),
    ]
