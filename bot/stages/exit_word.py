"""Exit word and ✖: looked at before anything else, in every mode.

Fails safe: the universal ways out and the language's default word need no stored state, so
they also work when the state does not open or Redis is gone.
"""

from __future__ import annotations

from bot.state.conversation import Conversation, Mode
from bot.updates.incoming import Incoming, Kind
from undertone.exit_word import OwnWord, is_exit, is_universal
from undertone.languages import first_guess

EXIT_DATA = "0"
"""Callback data of ✖: constant, so that it works when everything else is forgotten."""
EXIT_TITLE = "✖"
_TEXT = frozenset({Kind.TEXT, Kind.COMMAND, Kind.EDITED})


def is_way_out(incoming: Incoming, conversation: Conversation | None, word_key: bytes) -> bool:
    """Whether the client wants out."""
    if incoming.kind is Kind.BUTTON:
        return incoming.callback_data == EXIT_DATA
    if incoming.kind not in _TEXT:
        return False
    if conversation and conversation.mode is Mode.RETURNING and incoming.kind is Kind.TEXT:
        # asked for the word to return: there is nothing to clear, and it is not a way out now
        return is_universal(incoming.text)
    language = conversation.language if conversation else first_guess(incoming.language_code).code
    return is_exit(incoming.text, language=language, own=own_word(conversation, word_key))


def own_word(conversation: Conversation | None, word_key: bytes) -> OwnWord | None:
    """The word that the client chose, if any."""
    if conversation is None or conversation.own_word is None:
        return None
    return OwnWord.from_state(conversation.own_word, word_key)
