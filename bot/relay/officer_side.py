"""What comes from the console: claim, lines, release, close."""

from __future__ import annotations

import asyncio
import logging
import uuid
from functools import partial

from redis.exceptions import RedisError
from telegram.error import TelegramError

from bot.cases.brief import now
from bot.dialogue import Reply
from bot.queues import ChatQueues
from bot.relay.client_side import report
from bot.send.sender import ClientGone
from bot.sessions import end_session
from bot.stages import finish
from bot.state import names
from bot.state.conversation import Conversation, Mode, PendingLine
from bot.state.store import AlreadyHandled, Job, Loaded, TurnTooLate
from bot.turn import Rooms, Turn
from bot.updates.incoming import Incoming, Kind
from undertone.drift import check_typed, prepare
from undertone.sealing.errors import SealingError
from undertone.streams.bus import publish
from undertone.streams.messages import (
    TO_CONSOLE,
    CaseClaimed,
    CaseClosed,
    CaseReleased,
    Delivery,
    DeliveryReport,
    Departure,
    OfficerMessage,
    StreamMessage,
)

PING = "/open"
"""Payload of the button on a cover-level ping."""
log = logging.getLogger(__name__)


class OfficerSide:
    """Handles messages of the stream ``to_bot``; each in the turn of its chat."""

    def __init__(self, rooms: Rooms, queues: ChatQueues) -> None:
        self._rooms = rooms
        self._queues = queues

    async def handle(self, message: StreamMessage) -> None:
        """Handle one message, once. Raises where it must be delivered again."""
        ref = await self._rooms.store.redis.get(names.case_route(message.case_id))
        if ref is None:
            await self._gone(message)
            return
        try:
            await self._queues.through(ref, lambda: self._handle(ref, message))
        except AlreadyHandled:
            log.info("a message from the console was handled before")

    async def _handle(self, ref: str, message: StreamMessage) -> None:
        loaded = await self._rooms.store.load(ref)
        conversation = loaded.conversation
        case = conversation.case if conversation else None
        if conversation is None or case is None or case.case_id != message.case_id:
            await self._away(loaded, message)
        elif isinstance(message, CaseClosed):
            await self._close(loaded, conversation, message)
        else:
            # a language's first line waits for its judged lines, and no other chat waits with it
            await asyncio.to_thread(prepare, conversation.language)
            turn = self._turn(loaded, Conversation.from_json(conversation.to_json()), message)
            self._change(turn, message)
            await self._commit(turn, message)

    def _turn(self, loaded: Loaded, conversation: Conversation, message: StreamMessage) -> Turn:
        return Turn(
            Incoming(Kind.OTHER, conversation.chat_id),
            loaded,
            conversation,
            client_acted=False,
            handled=message.message_id,
        )

    async def _close(
        self, loaded: Loaded, conversation: Conversation, message: StreamMessage
    ) -> None:
        await end_session(
            self._rooms,
            loaded,
            conversation.chat_id,
            Departure.EXITED,
            line="utter_after_exit",
            language=conversation.language,
            tell_console=False,
        )
        await self._rooms.store.forget_case(loaded.ref, message.case_id)

    async def _away(self, loaded: Loaded, message: StreamMessage) -> None:
        """The client left. After a lock a claim says hello, once; after an exit nothing is sent."""
        stub = loaded.stub
        if stub is None or stub.case_id != message.case_id:
            await self._gone(message)
        elif isinstance(message, CaseClosed):
            await self._rooms.store.forget_case(loaded.ref, message.case_id)
        elif isinstance(message, CaseClaimed | CaseReleased):
            stub.claimed = isinstance(message, CaseClaimed)
            await self._rooms.store.keep_stub(loaded.ref, stub)
            if stub.claimed and stub.departure is Departure.LOCKED and not loaded.conversation:
                turn = self._turn(loaded, Conversation(stub.chat_id, stub.language), message)
                turn.replies.append(Reply("utter_hello_again"))
                await self._commit(turn, message)
        else:
            await self._gone(message)

    def _change(self, turn: Turn, message: StreamMessage) -> None:
        conversation = turn.conversation
        case = conversation.case
        if case is None:
            return
        if isinstance(message, CaseClaimed):
            case.claimed = True
            if conversation.mode is Mode.SESSION:
                conversation.mode = Mode.RELAY
            if conversation.is_open:  # a call was agreed with who is not here now: no hello
                self._ping(turn)
        elif isinstance(message, CaseReleased):
            case.claimed = False
            if conversation.mode is Mode.RELAY:
                conversation.mode = Mode.SESSION
        elif isinstance(message, OfficerMessage):
            self._line(turn, message)

    def _line(self, turn: Turn, message: OfficerMessage) -> None:
        conversation = turn.conversation
        line = PendingLine(message.message_id, "")
        case = conversation.case
        if case is None or message.envelope_id != case.envelope_id or not conversation.is_open:
            turn.to_console.append(report(conversation, line, Delivery.GONE))
            return
        try:
            line.text = self._rooms.desk.officer_text(
                conversation, message.message_id, message.sealed
            )
        except SealingError:
            log.error("an officer's line does not open")
            turn.to_console.append(report(conversation, line, Delivery.FAILED))
            return
        verdict = check_typed(line.text, conversation.language)
        if not verdict.passed:
            turn.to_console.append(_held(conversation, line, verdict.spans))
            return
        conversation.mode = Mode.RELAY
        conversation.pending.append(line)
        turn.to_console.append(report(conversation, line, Delivery.WAITING))
        self._ping(turn)

    def _ping(self, turn: Turn) -> None:
        """One bland message with a button, unless one stands there already."""
        if PING not in turn.conversation.buttons.values():
            turn.replies.append(Reply("utter_officer_ping"))

    async def _commit(self, turn: Turn, message: StreamMessage) -> None:
        try:
            job = await finish.run(turn, self._rooms)
        except TurnTooLate:
            await self._gone(message)
            return
        if job is not None:  # it is in the outbox: other cases do not wait for this chat
            language = turn.conversation.language
            self._queues.add(job.ref, "", partial(self._deliver, job, language))

    async def _deliver(self, job: Job, language: str) -> None:
        try:
            await self._rooms.delivery.carry_out(job)
        except ClientGone:
            loaded = await self._rooms.store.load(job.ref)
            await end_session(
                self._rooms, loaded, job.chat_id, Departure.BLOCKED, language=language
            )
        except (RedisError, OSError, TelegramError) as error:
            log.error("a ping waits: %s", type(error).__name__)

    async def _gone(self, message: StreamMessage) -> None:
        """Nobody is there any more: an officer's line must not look as if it were waiting."""
        if not isinstance(message, OfficerMessage):
            return
        gone = DeliveryReport(
            message_id=str(uuid.uuid5(uuid.NAMESPACE_OID, message.message_id)),
            case_id=message.case_id,
            at=now(),
            about=message.message_id,
            delivery=Delivery.GONE,
        )
        await publish(self._rooms.store.redis, TO_CONSOLE, gone)


def _held(
    conversation: Conversation, line: PendingLine, spans: tuple[tuple[int, int], ...]
) -> DeliveryReport:
    held = report(conversation, line, Delivery.HELD)
    return DeliveryReport(**{**vars(held), "spans": [list(span) for span in spans]})
