"""What a client does while an officer holds the case."""

from __future__ import annotations

import logging
import uuid

from bot.cases.brief import now, shared_numbers
from bot.dialogue import Reply
from bot.state.conversation import Conversation, PendingLine
from bot.turn import Leave, Rooms, Turn
from bot.updates.incoming import Kind
from undertone.sealing.errors import SealingError
from undertone.streams.messages import Delivery, DeliveryReport, Departure

PING = "utter_officer_ping"
"""The bland line with the button that opens what waits."""
log = logging.getLogger(__name__)


async def run(turn: Turn, rooms: Rooms) -> None:
    """Open what waits, pass on what the client wrote, or answer a button."""
    if turn.incoming.kind is Kind.TEXT:
        _pass_on(turn, rooms)
    elif turn.payload == "/stop":
        raise Leave(Departure.EXITED, "utter_after_exit")
    elif turn.payload == "/ask_helpline":
        shared_numbers(turn.conversation)
        turn.brief_changed = True
        turn.replies.append(Reply("utter_numbers"))
    else:
        reveal(turn)


def reveal(turn: Turn) -> None:
    """Show the lines that wait; without any, say that the officer is there."""
    conversation = turn.conversation
    turn.revealed = True
    turn.replies.extend(
        Reply("utter_officer_line", {"line": line.text}) for line in conversation.pending
    )
    for line in conversation.pending:
        turn.to_console.append(report(conversation, line, Delivery.SHOWN))
    if conversation.pending:
        conversation.shown, conversation.pending = conversation.pending, []
    elif conversation.shown:
        turn.replies.extend(
            Reply("utter_officer_line", {"line": line.text}) for line in conversation.shown
        )
    else:
        turn.replies.append(Reply("utter_officer_joined"))


def report(conversation: Conversation, line: PendingLine, delivery: Delivery) -> DeliveryReport:
    """What became of an officer's line."""
    case = conversation.case
    if case is None:
        raise ValueError("a line without a case")
    return DeliveryReport(
        message_id=str(uuid.uuid4()),
        case_id=case.case_id,
        at=now(),
        about=line.message_id,
        delivery=delivery,
    )


def _pass_on(turn: Turn, rooms: Rooms) -> None:
    try:
        turn.to_console.append(rooms.desk.client_message(turn.conversation, turn.incoming.text))
    except SealingError as error:
        log.error("sealing failed (%s); nothing was stored", type(error).__name__)
        turn.replies.append(Reply("utter_not_stored"))
        return
    if turn.conversation.pending or turn.conversation.shown:
        reveal(turn)
    turn.replies.append(Reply("utter_sent"))
