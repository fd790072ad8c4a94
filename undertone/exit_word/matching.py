"""Matching: whether a message is the exit word."""

from __future__ import annotations

import re
import unicodedata
from functools import partial

from undertone.exit_word.own import OwnWord
from undertone.exit_word.slips import SHORTEST, meant
from undertone.exit_word.sounds import script_of, sounds
from undertone.exit_word.spelling import MOST_TOLERATED, is_whole, normalise, squeeze
from undertone.exit_word.words import Choice, offer_in

_CROSSES = frozenset("✖❌✕×✗✘❎╳⨯🗙🞨⤫☓")
_COMMAND = re.compile(r"\s*[/\\／]\s?exit(?:@\w+)?(?!\w).{0,32}", re.IGNORECASE | re.DOTALL)
_EXIT = "exit"


def is_exit(text: str, *, language: str, own: OwnWord | None) -> bool:
    """Whether the whole message is the client's own word, the default or a universal one.

    Never true for a sentence that merely contains the word. Never raises on any text;
    raises ``UnknownLanguage`` or ``BrokenExitWords`` for a language without words.
    """
    if is_universal(text):
        return True
    offer = offer_in(language)
    if normalise(text) in offer.replies:
        return own is not None and own.is_word(text)
    readings = (text, *offer.layout.meant(text)) if offer.layout else (text,)
    return any(_is_word(reading, offer.choices, own) for reading in readings)


def is_universal(text: str) -> bool:
    """Whether the whole message is ``/exit``, the word itself or a cross: out in every language."""
    if _COMMAND.fullmatch(text):
        return True
    bare = [
        char
        for char in text
        if not char.isspace() and unicodedata.category(char) not in ("Mn", "Cf")
    ]
    return bool(bare) and (set(bare) <= _CROSSES or normalise(text) == _EXIT)


def _is_word(text: str, choices: tuple[Choice, ...], own: OwnWord | None) -> bool:
    if own and own.matches(text):
        return True
    default = choices[0]
    for choice in choices:
        counts = choice is default or (own is not None and own.is_word(choice.word))
        if counts and is_whole(text, partial(_close, choice)):
            return True
    return False


def _close(choice: Choice, typed: str, parts: int) -> bool:
    """Whether ``typed`` is one of the choice's spellings, one slip allowed."""
    if typed in choice.forms or squeeze(typed) in choice.squeezed:
        return True
    return parts <= MOST_TOLERATED and (
        (len(typed) >= SHORTEST and typed in choice.cut)
        or not choice.forms.isdisjoint(meant(typed))
        or _sounds_like(choice, typed, parts)
    )


def _sounds_like(choice: Choice, typed: str, parts: int) -> bool:
    """Whether the word is written in the other script and has the same consonants."""
    scripts = {script_of(typed), script_of(normalise(choice.word))}
    return scripts == {"latin", "arabic"} and not choice.sounds.isdisjoint(sounds(typed, parts))
