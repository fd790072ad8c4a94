"""Exit word and ✖: looked at before anything else, in every mode.

Fails safe: the universal ways out and the language's default word need no stored state, so
they also work when the state does not open or Redis is gone.

At cover level there is nothing to leave: there the client's word opens the case again that
they left before, and without such a case it is an exit like everywhere.
"""

from __future__ import annotations

from typing import Any

from bot.state.conversation import Mode
from bot.state.store import Loaded
from bot.updates.incoming import Incoming, Kind
from undertone.exit_word import BadOwnWord, OwnWord, is_exit, is_universal
from undertone.language_guess import of_phone
from undertone.languages import LANGUAGES

EXIT_DATA = "0"
"""Callback data of ✖: constant, so that it works when everything else is forgotten."""
EXIT_TITLE = "✖"
_TEXT = frozenset({Kind.TEXT, Kind.COMMAND, Kind.EDITED})


def is_way_out(incoming: Incoming, loaded: Loaded | None, word_key: bytes) -> bool:
    """Whether the client wants out. ``loaded`` is None where Redis is gone."""
    if incoming.kind is Kind.BUTTON:
        return incoming.callback_data == EXIT_DATA
    if incoming.kind not in _TEXT:
        return False
    if loaded is not None and _gives_word(incoming, loaded, word_key):
        return False
    state = loaded and (loaded.small_talk or loaded.conversation)
    language = state.language if state else _of_newcomer(incoming)
    own = read_word(state.own_word, word_key) if state else None
    return is_exit(incoming.text, language=language, own=own)


def _of_newcomer(incoming: Incoming) -> str:
    return of_phone(incoming.language_code, tuple(LANGUAGES.values())).code


def is_way_back(incoming: Incoming, loaded: Loaded, word_key: bytes) -> bool:
    """Whether the client gives the word of a case that they left, at cover level.

    After too many wrong words none is the right one for a while.
    """
    return not loaded.shut and _gives_word(incoming, loaded, word_key)


def is_for_everybody(incoming: Incoming) -> bool:
    """Whether this way out needs no knowledge: ✖ and ``/exit`` are there to be found."""
    return incoming.kind is Kind.BUTTON or is_universal(incoming.text)


def _gives_word(incoming: Incoming, loaded: Loaded, word_key: bytes) -> bool:
    stub, conversation = loaded.stub, loaded.conversation
    if stub is None or incoming.kind is not Kind.TEXT or is_universal(incoming.text):
        return False
    if conversation is not None and conversation.mode is not Mode.COVER:
        return False
    own = read_word(stub.own_word, word_key)
    return is_exit(incoming.text, language=stub.language, own=own)


def read_word(state: dict[str, Any] | None, word_key: bytes) -> OwnWord | None:
    """A word that the client chose, as the state keeps it; None where there is none."""
    if state is None:
        return None
    try:
        return OwnWord.from_state(state, word_key)
    except BadOwnWord:
        return None
