"""A gentle line shortly before the lock, for who asked for it.

Cover level, by edit of the bubble that stands there, so that nothing lights up a screen; once
for each time that the client fell silent.
"""

from __future__ import annotations

import logging

from bot.dialogue import Reply
from bot.send.sender import ClientGone
from bot.stages import finish
from bot.state.conversation import Conversation
from bot.state.store import AlreadyHandled, TurnTooLate
from bot.turn import Rooms, Turn
from bot.updates.incoming import Incoming, Kind

LINE = "utter_lock_soon"
log = logging.getLogger(__name__)


async def give(rooms: Rooms, ref: str, limit: float) -> None:
    """Warn where the client still is silent since ``limit`` (ms) and was not warned yet."""
    loaded = await rooms.store.load(ref)
    before = loaded.conversation
    if before is None or not before.is_open or not before.warn_before_lock:
        return
    if before.last_act > limit or before.warned_at == before.last_act:
        return
    turn = Turn(
        Incoming(Kind.OTHER, before.chat_id),
        loaded,
        Conversation.from_json(before.to_json()),
        client_acted=False,
        edit_only=True,
    )
    turn.conversation.warned_at = before.last_act
    turn.replies.append(Reply(LINE))
    try:
        job = await finish.run(turn, rooms)
        if job is not None:
            await rooms.delivery.carry_out(job)
    except (TurnTooLate, AlreadyHandled, ClientGone):
        log.info("the client is gone already")
