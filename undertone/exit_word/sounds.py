"""Sounds: the same word in two scripts ("برتقال", "bortoqal", "borto2al").

A word is reduced to its consonants, with one sign for all ways to write each. Two words of
the same script are never compared like this: it is far too coarse for that.
"""

from __future__ import annotations

import re
from functools import cache

from undertone.exit_word.slips import typing_data
from undertone.guard.folding import table_for

_LEAST_SOUNDS = 3
_VOICED = "3"
_FIRST_VOWEL = "A"
_LATIN = re.compile(r"[a-z]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_REPEAT = re.compile(r"(.)\1+")


def script_of(word: str) -> str | None:
    """``latin`` or ``arabic``; ``None`` for a folded word of another script or of both."""
    latin, arabic = bool(_LATIN.search(word)), bool(_ARABIC.search(word))
    if latin == arabic:
        return None
    return "latin" if latin else "arabic"


@cache
def _signs() -> tuple[re.Pattern[str], dict[str, str]]:
    signs = {
        group.translate(table_for("plain")): sign
        for sign, groups in typing_data()["sounds"].items()
        for group in groups
    }
    longest_first = sorted(signs, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), signs


def sounds(word: str, parts: int = 1) -> frozenset[str]:
    """The word's consonants, with and without the voiced throat sound.

    Empty where they are too few to tell words apart; for a word put together from several
    ``parts`` they must be more.
    """
    pattern, signs = _signs()
    first = pattern.match(word)
    heard = "".join(signs[match[0]] for match in pattern.finditer(_without_last_h(word)))
    strict = _REPEAT.sub(r"\1", heard)
    opens = first is None or signs[first[0]] == _VOICED
    loose = (_FIRST_VOWEL if opens else "") + _REPEAT.sub(r"\1", strict.replace(_VOICED, ""))
    return frozenset(
        form for form in (strict, loose) if len(form) >= _LEAST_SOUNDS + 2 * (parts - 1)
    )


def _without_last_h(word: str) -> str:
    """A final h is written or not ("panjere", "panjareh") and silent in either script."""
    return (
        word[:-1]
        if word.endswith(("h", "ه")) and not word.endswith(("sh", "kh", "gh", "ch"))
        else word
    )
