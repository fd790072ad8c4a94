"""Session: what kind of update it is, and whether it leads back to a case.

Fails closed: anything that is not clearly part of an open session is handled at cover level,
and nothing that is said there shows that there was ever more.
"""

from __future__ import annotations

import logging

from bot.abuse import probing
from bot.dialogue import Reply, free_text
from bot.stages.exit_word import is_way_back
from bot.stages.typed import payload_for
from bot.state.conversation import Mode
from bot.state.small_talk import SmallTalk
from bot.turn import Ignore, Leave, LeaveGroup, Rooms, Turn
from bot.updates.incoming import Kind
from undertone.language_guess import likely
from undertone.sealing.errors import SealingError
from undertone.streams.messages import CaseState, Departure

log = logging.getLogger(__name__)
_COMMANDS = {"/start": "/greet", "/language": "/change_language", "/help": "/ask_who"}


async def run(turn: Turn, rooms: Rooms) -> None:
    """Sort the update by kind; fills ``turn.payload``. Raises the signals that end the line."""
    kind = turn.incoming.kind
    if kind is Kind.GROUP:
        raise LeaveGroup
    if kind is Kind.BLOCKED:
        raise Leave(Departure.BLOCKED)
    if kind in (Kind.UNBLOCKED, Kind.OTHER):
        raise Ignore
    if is_way_back(turn.incoming, turn.loaded, rooms.word_key):
        _welcome_back(turn, rooms)
    elif turn.loaded.stub is not None and probing.is_guess(turn):
        await probing.count(turn, rooms)
    if turn.loaded.small_talk is not None and not turn.replies:
        _talk_small(turn, turn.loaded.small_talk, rooms)
    turn.payload = _payload(turn)
    if kind is Kind.TEXT:
        _guess_language(turn, rooms)
        turn.payload = (
            payload_for(turn.incoming.text, turn.conversation, rooms.served) or turn.payload
        )


def _guess_language(turn: Turn, rooms: Rooms) -> None:
    """Which languages lead the picker."""
    guessed = likely(turn.incoming.text, turn.incoming.language_code, rooms.served)
    turn.conversation.likely_languages = [language.code for language in guessed]


def _payload(turn: Turn) -> str:
    incoming, conversation = turn.incoming, turn.conversation
    if incoming.kind is Kind.BUTTON:
        known = conversation.buttons.get(incoming.callback_data)
        return known or ("/repeat" if conversation.is_open else "/greet")
    if incoming.kind is Kind.COMMAND:
        return _COMMANDS.get(incoming.text.split()[0].split("@")[0].lower(), "/out_of_scope")
    if incoming.kind is Kind.TEXT:
        return free_text(incoming.text)
    return ""


def _welcome_back(turn: Turn, rooms: Rooms) -> None:
    """Open the case again under a new data key, and take up where it stood."""
    stub = turn.loaded.stub
    if stub is None:
        return
    conversation = stub.conversation()
    try:
        case = rooms.desk.open(conversation, stub.case_id)
    except SealingError as error:
        log.error("sealing failed (%s); the case stays closed", type(error).__name__)
        turn.replies.append(Reply("utter_unavailable"))
        return
    turn.conversation = conversation
    case.state, case.urgency, case.claimed = CaseState.WAITING, stub.urgency, stub.claimed
    turn.conversation.mode = Mode.RELAY if stub.claimed else Mode.SESSION
    turn.brief_changed = True
    turn.replies.append(Reply("utter_welcome_back"))
    turn.commands += probing.forgive(turn.loaded)
    turn.commands.append(rooms.store.beside.end_small_talk(turn.loaded.ref))


def _talk_small(turn: Turn, small_talk: SmallTalk, rooms: Rooms) -> None:
    """Whatever it is, the answer is the next line about nothing."""
    turn.conversation.language = small_talk.language
    turn.replies.append(Reply(small_talk.response))
    turn.commands.append(rooms.store.beside.keep_small_talk(turn.loaded.ref, small_talk.next()))
