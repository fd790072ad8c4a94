"""Disguise: readings of a text in which digits, symbols or masks stand for letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product

_LEET = str.maketrans(
    {"0": "o", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g"}
    | {"@": "a", "$": "s", "€": "e", "£": "l", "+": "t", "(": "c", "<": "c"}
)
_AS_I = str.maketrans("1!|", "iii")
_AS_L = str.maketrans("1!|", "lll")
_TWO_WAYS = re.compile(r"[1!|]")
_PLAIN_NUMBER = r"\d+(?:am|pm|st|nd|rd|th|h|hrs?|mins?|m|km|cm|mm|kg|g|ml|l|p|k|s|d|x|c)?"
_LEET_PIECE = re.compile(
    rf"(?<!\S)(?!{_PLAIN_NUMBER}(?!\w))(?=\S*(?:[a-z]\d|\d[a-z]|[@$€£+(<|!][a-z]))\S+"
)

_MASK = r"[*#_%^~=•●○◦·∙…\u2190-\u2bff\U0001f000-\U0001faff]"
_MASKED = re.compile(
    rf"(?<!\w)[^\W\d_]*(?:(?:{_MASK}|(?<=\w)\?){{1,6}}[^\W\d_]+)+[*#_]*|(?<!\w)[^\W\d_]+[*#_]+"
)
_ONE_MASK = re.compile(rf"{_MASK}|\?")
_MOST_BLANKS = 2
_LEAST_LETTERS = 3
MOST_MASKED = 60
"""A text with more masked words than this is not read word by word: it counts as a hit."""


def leet_readings(text: str) -> Iterator[str]:
    """The text with digits and symbols read as letters, same length; nothing where none are."""
    if not _LEET_PIECE.search(text):
        return
    read = _LEET_PIECE.sub(lambda piece: piece[0].translate(_LEET).translate(_AS_I), text)
    yield read
    if _TWO_WAYS.search(text):
        yield _LEET_PIECE.sub(lambda piece: piece[0].translate(_LEET).translate(_AS_L), text)


def masked_words(text: str) -> list[re.Match[str]]:
    """Words with something other than letters in place of some ("r*pe", "ab#se")."""
    return [m for m in _MASKED.finditer(text) if _worth_filling(m[0])]


def _worth_filling(piece: str) -> bool:
    letters = sum(char.isalpha() for char in piece)
    edge = not (piece[0].isalpha() and piece[-1].isalpha())
    return letters >= _LEAST_LETTERS + edge and len(piece) - letters <= letters


def fill(piece: str, letters: str, strength_of: Callable[[str], str | None]) -> str | None:
    """What the piece counts as with its masked places filled by some ``letters``."""
    parts = _ONE_MASK.split(piece)
    blanks = len(parts) - 1
    if blanks > _MOST_BLANKS:
        return None
    for filling in product(letters, repeat=blanks):
        letters_then_part = zip(filling, parts[1:], strict=True)
        word = parts[0] + "".join(letter + part for letter, part in letters_then_part)
        if strength := strength_of(word):
            return strength
    return None
