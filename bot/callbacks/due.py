"""A callback whose time has come: one bland hello, inside its window or not at all.

The attempt is marked as made, then the hello is sent. A crash between the two loses the
attempt: a second hello would say that somebody insists.
"""

from __future__ import annotations

import asyncio
import logging

from telegram.error import TelegramError

from bot import clock
from bot.callbacks.agreed import Callback, Way
from bot.dialogue import Reply
from bot.send.approved import approve
from bot.send.sender import ClientGone
from bot.stages import render
from bot.state import names
from bot.state.beside import Command
from bot.state.conversation import Conversation
from bot.state.store import Loaded, Outcome, TurnTooLate
from bot.turn import Rooms, Turn
from bot.updates.incoming import Incoming, Kind

log = logging.getLogger(__name__)


async def carry_out(rooms: Rooms, ref: str) -> None:
    """Look at the chat's callback and do what is due. In the chat's own turn."""
    loaded = await rooms.store.load(ref)
    callback = loaded.callback
    if callback is None:
        await rooms.store.redis.zrem(names.CALLBACKS, ref)
    elif clock.now_ms() < callback.due_ms:
        return
    elif callback.way is Way.PHONE or _is_there(loaded):
        await rooms.store.carry_out(rooms.store.beside.forget_callback(ref))
    elif clock.now() >= callback.span.ends:
        log.warning("a callback was missed; it is not made up for")
        await rooms.store.carry_out(_after(rooms, ref, callback))
    elif await rooms.sender.answers():  # else nothing is marked, and the window goes on
        await _say_hello(rooms, loaded, callback)


def _is_there(loaded: Loaded) -> bool:
    """Whether a hello would come in between something."""
    open_now = loaded.conversation is not None and loaded.conversation.is_open
    return open_now or loaded.small_talk is not None


def _after(rooms: Rooms, ref: str, callback: Callback) -> list[Command]:
    """What remains of the callback after one attempt."""
    following = callback.next_attempt()
    if following is None:
        return rooms.store.beside.forget_callback(ref)
    return rooms.store.beside.keep_callback(ref, following)


async def _say_hello(rooms: Rooms, loaded: Loaded, callback: Callback) -> None:
    turn = Turn(
        Incoming(Kind.OTHER, callback.chat_id),
        loaded,
        _conversation(loaded, callback),
        client_acted=False,
    )
    turn.replies.append(Reply(f"utter_callback_{callback.opening.value}"))
    bubble = render.run(turn, rooms)
    if bubble is None:
        return
    words = approve(bubble)
    marked = Outcome(
        turn.conversation, client_acted=False, commands=_after(rooms, loaded.ref, callback)
    )
    try:
        await rooms.store.commit(loaded, marked)
    except TurnTooLate:
        return
    try:
        async with asyncio.timeout((callback.span.ends - clock.now()).total_seconds()):
            message_id = await rooms.sender.send(callback.chat_id, words)
    except ClientGone:
        await rooms.store.carry_out(rooms.store.beside.forget_callback(loaded.ref))
        return
    except (TelegramError, TimeoutError) as error:
        log.error("a callback was lost: %s", type(error).__name__)
        return
    if not await rooms.store.sent(loaded.ref, loaded.generation, callback.chat_id, message_id):
        await rooms.sender.delete(callback.chat_id, [message_id], wipe=True)


def _conversation(loaded: Loaded, callback: Callback) -> Conversation:
    if loaded.conversation is None:
        return Conversation(callback.chat_id, callback.language)
    return Conversation.from_json(loaded.conversation.to_json())
