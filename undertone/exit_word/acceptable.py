"""Whether a word that a client chose can be their exit word."""

from __future__ import annotations

import re

from undertone.exit_word.slips import cuts, meant
from undertone.exit_word.spelling import normalise, pieces, squeeze
from undertone.exit_word.words import offer_in
from undertone.guard import Level, check

SHORTEST = 4
MOST_LETTERS = 24
_SYLLABLE_SIGN = re.compile("[\u3400-\u9fff]")
"""Chinese: one sign says as much as two letters and more."""
MOST_WORDS = 2


def acceptable(word: str, language: str) -> str | None:
    """A problem code, or ``None`` where the word is fine.

    ``empty`` no letters · ``command`` starts with a slash · ``too_short`` ·
    ``too_long`` · ``too_many_words`` · ``digits`` numbers only · ``common`` something that
    people answer, or one slip away from it · ``sensitive`` says what this is about.
    """
    plain = normalise(word)
    if not plain:
        return "empty"
    if word.lstrip().startswith(("/", "\\", "@")):
        return "command"
    return _problem_of_length(plain, word) or _problem_of_meaning(plain, word, language)


def _problem_of_length(plain: str, word: str) -> str | None:
    if plain.isdigit():
        return "digits"
    if len(squeeze(plain)) + len(_SYLLABLE_SIGN.findall(plain)) < SHORTEST:
        return "too_short"
    if len(plain) > MOST_LETTERS:
        return "too_long"
    return "too_many_words" if len(pieces(word)) > MOST_WORDS else None


def _problem_of_meaning(plain: str, word: str, language: str) -> str | None:
    replies = offer_in(language).replies | offer_in("en").replies
    slips_of_it = {plain, *cuts(plain)}
    if not replies.isdisjoint(slips_of_it) or any(plain in meant(reply) for reply in replies):
        return "common"
    return None if check(word, Level.COVER, language).passed else "sensitive"
