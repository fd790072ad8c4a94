"""Session and lock: what kind of update it is, and whether private words may be shown.

Fails closed: anything that is not clearly part of an open session is handled at cover level.
"""

from __future__ import annotations

from bot.dialogue import Reply, free_text
from bot.stages.exit_word import own_word
from bot.state.conversation import OPEN, Mode
from bot.turn import Ignore, Leave, LeaveGroup, Rooms, Turn
from bot.updates.incoming import Kind
from undertone.exit_word import default_word, is_exit
from undertone.streams.messages import CaseState, Departure

MAX_WRONG_WORDS = 3
_COMMANDS = {"/start": "/greet", "/language": "/change_language", "/help": "/ask_who"}


async def run(turn: Turn, rooms: Rooms) -> None:
    """Sort the update by kind and mode; fills ``turn.payload``."""
    kind = turn.incoming.kind
    if kind is Kind.GROUP:
        raise LeaveGroup
    if kind is Kind.BLOCKED:
        raise Leave(Departure.BLOCKED)
    if kind in (Kind.UNBLOCKED, Kind.OTHER):
        raise Ignore
    turn.payload = _payload(turn)
    if turn.conversation.mode is Mode.LOCKED:
        _knock(turn)
    elif turn.conversation.mode is Mode.RETURNING:
        _return(turn, rooms)


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


def _knock(turn: Turn) -> None:
    """Somebody writes to a locked chat: only a clear yes leads on to the word."""
    if turn.payload == "/affirm":
        turn.conversation.mode = Mode.RETURNING
        turn.replies.append(Reply("utter_ask_word"))
    elif turn.payload in ("/deny", "/not_now"):
        turn.replies.append(Reply("utter_goodbye_not_now"))
    else:
        turn.replies.append(Reply("utter_hello_again"))


def _return(turn: Turn, rooms: Rooms) -> None:
    conversation = turn.conversation
    if turn.incoming.kind is not Kind.TEXT:
        conversation.mode = Mode.LOCKED
        turn.replies.append(Reply("utter_hello_again"))
        return
    own = own_word(conversation, rooms.word_key)
    if is_exit(turn.incoming.text, language=conversation.language, own=own):
        welcome_back(turn, rooms)
        return
    conversation.wrong_words += 1
    if conversation.wrong_words >= MAX_WRONG_WORDS:
        raise Leave(Departure.EXITED)
    turn.replies.append(Reply("utter_ask_word"))


def welcome_back(turn: Turn, rooms: Rooms) -> None:
    """Open the case again under a new data key, and take up where it stood."""
    conversation = turn.conversation
    conversation.wrong_words = 0
    old = conversation.case
    if old is None:
        conversation.mode = Mode.COVER
        return
    case = rooms.desk.open(conversation, old.case_id)
    case.state, case.urgency, case.claimed = CaseState.WAITING, old.urgency, old.claimed
    conversation.mode = Mode.RELAY if case.claimed else Mode.SESSION
    turn.brief_changed = True
    turn.replies.append(Reply("utter_welcome_back"))


def shown_word(turn: Turn) -> str:
    """The exit word to name when it is explained."""
    return turn.conversation.exit_word or default_word(turn.conversation.language)


def may_show_private(turn: Turn) -> bool:
    """Whether a private-level line may be shown now."""
    return turn.conversation.mode in OPEN or turn.conversation.mode is Mode.RETURNING
