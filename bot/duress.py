"""Duress: the client's second word, "somebody else is typing".

The chat is emptied and goes on about the weather; officers get a silent alert. Fails closed:
nothing private is said until the client's own word is typed, and nothing shows that there
was more.
"""

from __future__ import annotations

import uuid

from bot.cases.brief import now
from bot.stages.exit_word import read_word
from bot.state.conversation import Conversation
from bot.state.small_talk import SmallTalk
from bot.state.store import Loaded
from bot.updates.incoming import Incoming, Kind
from undertone.streams.messages import Alert, AlertKind, StreamMessage


def is_duress(incoming: Incoming, loaded: Loaded, word_key: bytes) -> bool:
    """Whether the client says that somebody else is typing. After the exit word was looked at."""
    if incoming.kind not in (Kind.TEXT, Kind.EDITED) or loaded.small_talk is not None:
        return False
    kept = loaded.conversation.duress_word if loaded.conversation else None
    if kept is None and loaded.stub is not None:
        kept = loaded.stub.duress_word
    word = read_word(kept, word_key)
    return word is not None and word.matches(incoming.text)


def small_talk(loaded: Loaded, language: str) -> SmallTalk:
    """What the chat is about from now on."""
    own: Conversation | None = loaded.conversation
    own_word = own.own_word if own else None
    if own_word is None and loaded.stub is not None:
        own_word = loaded.stub.own_word
    return SmallTalk(language, own_word=own_word)


def alert(case_id: str, what: AlertKind) -> Alert:
    """What officers see, silently."""
    return Alert(message_id=str(uuid.uuid4()), case_id=case_id, at=now(), what=what)


def alerts(loaded: Loaded) -> list[StreamMessage]:
    """The alert, where there is a case whose officers can get it."""
    conversation = loaded.conversation
    case_id = conversation.case.case_id if conversation and conversation.case else ""
    if not case_id and loaded.stub is not None:
        case_id = loaded.stub.case_id
    return [alert(case_id, AlertKind.DURESS)] if case_id else []
