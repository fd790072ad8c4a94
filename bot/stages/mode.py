"""Who answers: the dialogue, the relay to an officer, or a fixed kind line.

Fails towards the script: whatever the dialogue cannot do, the scripted path answers.
"""

from __future__ import annotations

import logging

from bot import voice
from bot.cases import effects
from bot.dialogue import DialogueFailed, Reply, scripted
from bot.relay import client_side
from bot.state.conversation import Mode
from bot.turn import Rooms, Turn
from bot.updates.incoming import Kind

log = logging.getLogger(__name__)


async def run(turn: Turn, rooms: Rooms) -> None:
    """Fill ``turn.replies`` and change the conversation."""
    if turn.replies:
        return
    unread = turn.incoming.kind in (Kind.VOICE, Kind.MEDIA, Kind.EDITED)
    if turn.incoming.voice and turn.incoming.kind is Kind.VOICE and turn.conversation.is_open:
        await voice.keep(turn, rooms, turn.incoming.voice)
    elif unread:
        _cannot_open(turn)
    if turn.conversation.mode is Mode.RELAY:
        await _relay(turn, rooms, unread=unread)
    elif turn.conversation.is_open or not unread:
        turn.payload = "/repeat" if unread else turn.payload
        await _dialogue(turn, rooms)


async def _relay(turn: Turn, rooms: Rooms, *, unread: bool) -> None:
    if not unread:
        await client_side.run(turn, rooms)
    if turn.conversation.pending:  # the way to what waits stays in sight
        turn.replies.append(Reply(client_side.PING))


def _cannot_open(turn: Turn) -> None:
    edited = turn.incoming.kind is Kind.EDITED
    level = "" if turn.conversation.is_open else "_cover"
    turn.replies.append(Reply("utter_edit_ignored" if edited else "utter_cannot_open" + level))


async def _dialogue(turn: Turn, rooms: Rooms) -> None:
    conversation = turn.conversation
    try:
        answer = await rooms.dialogue.turn(
            turn.payload, conversation.language, conversation.dialogue
        )
        if not rooms.speaker.names() >= {reply.response for reply in answer.replies}:
            raise DialogueFailed("UnknownResponse")
    except DialogueFailed as error:
        log.error("the dialogue did not answer (%s); the script goes on", error)
        answer = scripted.turn(turn.payload, conversation)
    conversation.dialogue = answer.state
    turn.replies.extend(answer.replies)
    effects.apply(turn, rooms, answer.effects)
