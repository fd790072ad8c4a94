"""Words that say that somebody is in danger now: heard whatever else holds a chat back.

A short list per language (``<code>.toml`` here) beside the dialogue's own understanding, which
may be down or not be reached. Fails open: heard once too often harms nobody.

Spelling, case, accents and variants of letters are folded when texts are compared, so a list
has each phrase once in its plain form: a word or a few words, as typed in haste, in the
language's script and in Latin letters.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from undertone.exit_word import normalise

_FOLDER = Path(__file__).parent
_UNSPACED = re.compile("[\u3400-\u9fff]")
"""Chinese does not set words apart, so a phrase is looked for anywhere."""
_LONGEST_TEXT = 500
"""Letters that are looked at; who writes more than that finds the word in the beginning."""


def is_danger(text: str) -> bool:
    """Whether ``text`` says a word of danger, in any language that has a list."""
    said = [normalise(word) for word in text[:_LONGEST_TEXT].split()]
    joined = "".join(said)
    return any(
        _says(said, phrase) or (_UNSPACED.search(phrase[0]) and "".join(phrase) in joined)
        for phrase in _phrases()
    )


def languages() -> frozenset[str]:
    """The languages that have a list."""
    return frozenset(_lists())


def _says(said: list[str], phrase: tuple[str, ...]) -> bool:
    length = len(phrase)
    return any(tuple(said[at : at + length]) == phrase for at in range(len(said) - length + 1))


@cache
def _phrases() -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(normalise(word) for word in phrase.split())
        for phrases in _lists().values()
        for phrase in phrases
    )


@cache
def _lists() -> dict[str, list[str]]:
    return {
        path.stem: list(tomllib.loads(path.read_text(encoding="utf-8"))["phrases"])
        for path in sorted(_FOLDER.glob("*.toml"))
    }
