"""How a session ends: exit, lock, blocked or closed; and how silence is noticed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from bot.cases.brief import now
from bot.relay.client_side import report
from bot.state import names
from bot.state.beside import Command
from bot.state.conversation import Conversation
from bot.state.store import CHANGED, SEEN_SECONDS, Loaded
from bot.state.stub import stub_of
from bot.turn import Rooms
from bot.wipe.wiper import wipe_job
from undertone.streams.messages import Delivery, Departure, ExitNotice, StreamMessage

LAST_LINE = "utter_after_exit"


async def end_session(
    rooms: Rooms,
    loaded: Loaded,
    chat_id: int,
    departure: Departure,
    *,
    line: str = "",
    language: str,
    entry_id: str = "",
    tell_console: bool = True,
    only_if_unchanged: bool = False,
    also: Sequence[StreamMessage] = (),
    commands: Sequence[Command] = (),
) -> bool:
    """Destroy the session in one step, then begin the wipe.

    ``line`` names the bland response that ends it ('' for none). ``also`` goes to the console,
    ``commands`` to Redis, in the same step. False where another wipe was faster.
    """
    for last_try in (False, False, True):
        conversation = loaded.conversation
        case = conversation.case if conversation else None
        said = _last_line(conversation, line)
        generation = await rooms.store.depart(
            loaded,
            chat_id,
            wipe_job(language, said, departure, case.case_id if case else None),
            entry_id=entry_id,
            to_console=[*also, *(_notices(conversation, departure) if tell_console else [])],
            stub=stub_of(conversation, departure) if tell_console else None,
            only_if_unchanged=only_if_unchanged,
            commands=[*commands, *_drop_earlier(loaded.ref, entry_id)],
            whatever_came_in=last_try,
        )
        if generation != CHANGED or only_if_unchanged:
            break
        # a turn came in between: it may have opened a case that must learn of this
        loaded = await rooms.store.load(loaded.ref)
    if generation > 0:
        rooms.wiper.begin(f"{loaded.ref}:{generation}")
    return generation > 0


def _drop_earlier(ref: str, entry_id: str) -> list[Command]:
    """What the client did before this is over, also where a crash left it unfinished."""
    return [["SET", names.left(ref), entry_id, "EX", SEEN_SECONDS]] if entry_id else []


def _notices(conversation: Conversation | None, departure: Departure) -> list[StreamMessage]:
    if conversation is None or conversation.case is None:
        return []
    gone: list[StreamMessage] = [
        report(conversation, line, Delivery.GONE) for line in conversation.pending
    ]
    notice = ExitNotice(
        message_id=str(uuid.uuid4()),
        case_id=conversation.case.case_id,
        at=now(),
        departure=departure,
    )
    return [*gone, notice]


def _last_line(conversation: Conversation | None, line: str) -> str:
    """The usual line is left out where the client chose that nothing stays."""
    kept = conversation is None or conversation.keep_line
    return line if kept or line != LAST_LINE else ""
