"""Spelling: the normalised form of a message, and whether it is one word and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from undertone.guard.folding import table_for
from undertone.guard.tokens import Tokens

LONGEST = 32
"""Letters of the longest exit word."""

_MOST_SPELLINGS = 4
_MOST_REPEATS = 6

MOST_TOLERATED = 2
"""Letters put together from more pieces than this must be the word without any slip."""

_REPEAT = re.compile(r"(.)\1+")


def pieces(text: str) -> list[str]:
    """The words of a message, folded: no case, accents, joiners, punctuation or emoji."""
    return Tokens.of(text.translate(table_for("plain"))).words


def normalise(text: str) -> str:
    """One form for all ways of writing the same word, blanks inside it included."""
    return "".join(pieces(text))


def squeeze(word: str) -> str:
    """The word with every repeated letter written once."""
    return _REPEAT.sub(r"\1", word)


def is_whole(text: str, is_word: Callable[[str, int], bool]) -> bool:
    """Whether the message is the word and nothing else, written once or several times.

    Blanks inside it count for nothing ("tea pot"), but a word beside it does ("a teapot").
    ``is_word`` is told of how many pieces the letters were put together: the more pieces,
    the closer they must be to the word, since most pieces are words of a sentence.
    """
    words = pieces(text)
    distinct = tuple(dict.fromkeys(words))
    if 0 < len(distinct) <= _MOST_SPELLINGS:
        fits = [is_word(word, 1) for word in distinct if len(word) <= LONGEST]
        if any(fits):
            return len(fits) == len(distinct) and all(fits)
    joined = "".join(words)
    if len(joined) > LONGEST * _MOST_REPEATS:
        return False
    return any(len(unit) <= LONGEST and is_word(unit, len(words)) for unit in _units(joined))


def _units(joined: str) -> Iterator[str]:
    """The letters as one word, and what they repeat if they repeat something."""
    if joined:
        yield joined
    for times in range(2, _MOST_REPEATS + 1):
        length, rest = divmod(len(joined), times)
        if length > 1 and not rest and joined == joined[:length] * times:
            yield joined[:length]
