"""Folding: one plain spelling for the many ways of writing the same word.

A view is the text as one script reads it. Folding goes character by character, so every
place in the folded text leads back to the place in the text that was given.

What goes: case, compatibility forms, accents and Arabic vowel signs, tatweel, joiners,
soft hyphens, direction and zero-width characters, apostrophes. What is unified: the
letter variants of the Arabic script, digits of every script, look-alike letters. Vowel
signs of Indic scripts carry the word and stay.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

_HOMOGLYPHS = Path(__file__).with_name("homoglyphs.toml")

_APOSTROPHES = "'’‘‛ʼʻ`´ʹ＇ˈ՚׳"
_INVISIBLE_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"
_TATWEEL = "\u0640"
_DROPPED = frozenset(_APOSTROPHES + _INVISIBLE_LETTERS + _TATWEEL)
_FORMAT_CATEGORIES = frozenset({"Cf", "Me"})

_ARABIC = {
    **dict.fromkeys("آأإٱٲٳا", "ا"),
    **dict.fromkeys("ىیيئۍېێےۓۑݷ", "ي"),
    **dict.fromkeys("ؤوۆۇۈۉۋ", "و"),
    **dict.fromkeys("ةهۀہۂھەۃ", "ه"),
    **dict.fromkeys("كکڪ", "ك"),
    "ګ": "گ",
    "ڕ": "ر",
    "ڵ": "ل",
    "ı": "i",
    "ٹ": "ټ",
    "ڈ": "ډ",
    "ڑ": "ړ",
    "ٮ": "ب",
    "ڤ": "ف",
    "ں": "ن",
    "ڡ": "ف",
}
_INDIC_SPELLINGS = {
    # dots that are written or not: nukta, and moon dot for dot
    **dict.fromkeys("\u093c\u09bc\u0a3c", ""),
    "\u0901": "\u0902",
    "\u0a01": "\u0a02",
    "\u0a70": "\u0a02",
    # a fraction sign that is typed for the end of a sentence
    "\u09f7": "\u0964",
}
_SYLLABLES = 7
_ETHIOPIC = {
    # rows of syllables that sound alike and are written for one another
    chr(ord(written) + order): chr(ord(meant) + order)
    for written, meant in (("ሐ", "ሀ"), ("ኀ", "ሀ"), ("ሠ", "ሰ"), ("ዐ", "አ"), ("ፀ", "ጸ"), ("ቐ", "ቀ"))
    for order in range(_SYLLABLES)
} | {"ዉ": "ው"}
_INDIC = ((0x0900, 0x0DFF), (0x0E00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF))
_VARIANTS = _ARABIC | _INDIC_SPELLINGS | _ETHIOPIC
_REGIONAL_A = 0x1F1E6
_TAG_A = 0xE0061


def _in_indic(point: int) -> bool:
    return any(low <= point <= high for low, high in _INDIC)


def _keeps(char: str, *, marks: bool) -> bool:
    """Whether a character that is no letter, digit or space still carries meaning."""
    category = unicodedata.category(char)
    if category in _FORMAT_CATEGORIES or char in _DROPPED:
        return False
    if category == "Mn":
        return marks or _in_indic(ord(char))
    return True


def _plain(char: str, *, marks: bool) -> str:
    """One character without case, compatibility form and (unless ``marks``) accents."""
    point = ord(char)
    if _REGIONAL_A <= point < _REGIONAL_A + 26:
        return chr(point - _REGIONAL_A + ord("a"))
    if _TAG_A <= point < _TAG_A + 26:
        return ""
    # apart even where marks are kept: some phones send letter and mark apart, some as one
    apart = unicodedata.normalize("NFKD", char).casefold()
    folded = unicodedata.normalize("NFKD", apart)
    return "".join(_letter(part) for part in folded if _keeps(part, marks=marks))


def _letter(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return _VARIANTS.get(char, char)


@cache
def _look_alikes(script: str) -> dict[str, str]:
    """Look-alike character to the letter it stands for; empty for scripts without a list."""
    data: dict[str, dict[str, str]] = tomllib.loads(_HOMOGLYPHS.read_text(encoding="utf-8"))
    listed = data.get(script, {})
    return {look: letter for letter, looks in listed.items() for look in looks}


class FoldTable(dict[int, str]):
    """Code point to folded text for one script, worked out once per character.

    ``marks`` keeps accents, for languages such as Vietnamese where they tell words apart.
    """

    def __init__(self, script: str, *, marks: bool = False) -> None:
        super().__init__()
        self._script = script
        self._marks = marks

    def __missing__(self, point: int) -> str:
        char = chr(point)
        look_alikes = _look_alikes(self._script)
        if char in look_alikes:
            folded = look_alikes[char]
        else:
            plain = _plain(char, marks=self._marks)
            folded = "".join(look_alikes.get(part, part) for part in plain)
        self[point] = folded
        return folded


@cache
def table_for(script: str, marks: bool = False) -> FoldTable:
    """The fold table of a script; tables are shared because they only ever grow."""
    return FoldTable(script, marks=marks)


@dataclass(frozen=True)
class Folded:
    """A folded text that knows where each of its characters came from."""

    original: str
    text: str
    table: FoldTable

    @classmethod
    def of(cls, original: str, table: FoldTable) -> Folded:
        """Fold ``original``; costs one pass at C speed."""
        return cls(original, original.translate(table), table)

    def spans_of(self, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Places in the original for places in the folded text."""
        if not pieces:
            return []
        ends = list(accumulate(len(self.table[ord(char)]) for char in self.original))
        return [(_source(ends, start), _source(ends, end - 1) + 1) for start, end in pieces]


def _source(ends: list[int], place: int) -> int:
    """Index of the original character that produced the folded character at ``place``."""
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high) // 2
        if ends[middle] > place:
            high = middle
        else:
            low = middle + 1
    return low
