"""Folds what a client types to one spelling before anything looks at it.

Phones write the same Arabic or Persian word in many ways; without this each way would
need its own examples. The message itself stays as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Dict

_SYLLABLES = 7


def _row(written: str, meant: str) -> Dict[str, str]:
    """The seven syllables of one consonant, each with its counterpart of another."""
    return {chr(ord(written) + n): chr(ord(meant) + n) for n in range(_SYLLABLES)}


_LETTERS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("يىئېۍے", "ی"),
        "ك": "ک",
        **dict.fromkeys("ةۀہھەۂ", "ه"),
        **dict.fromkeys("ګڪ", "گ"),
        "ں": "ن",
        "ؤ": "و",
        "ـ": None,
        **dict.fromkeys("’‘`´ʼ", "'"),
        # dots of Indic scripts that are written or not
        **dict.fromkeys("\u093c\u09bc\u0a3c"),
        "\u0901": "\u0902",
        "\u0a01": "\u0a02",
        "\u0a70": "\u0a02",
        "ı": "i",
        "đ": "d",
        # Ethiopic: the rows of syllables that sound alike and are written for one another
        **_row("ሐ", "ሀ"),
        **_row("ኀ", "ሀ"),
        **_row("ሠ", "ሰ"),
        **_row("ዐ", "አ"),
        **_row("ፀ", "ጸ"),
    }
)
# Accents of Latin letters, Arabic vowel signs, joiners and direction marks, skin tones.
# Vowel signs of Indic scripts are letters to their readers and stay.
_MARKS = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff\U0001f3fb-\U0001f3ff]"
)
_NON_JOINER = "\u200c"
EMPTY = "unreadable"
"""Stands for a text of which nothing is left, since the classifier needs a word."""
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_PUNCTUATION = re.compile(r"[!-&(-/:-@\[-`{-~¡¿،؛؟۔।॥৷…«»“”„–—።፣፤፥፧。、「」『』]+")


def fold(text: str) -> str:
    """The text in lower case with one form per letter, no marks and no drawn-out letters."""
    apart = unicodedata.normalize("NFKD", text.lower().replace(_NON_JOINER, " "))
    bare = _MARKS.sub("", apart)
    bare = unicodedata.normalize("NFD", unicodedata.normalize("NFC", bare).translate(_LETTERS))
    folded = _LONG_RUN.sub(r"\1\1", plain_digits(unicodedata.normalize("NFC", bare)))
    return " ".join(_PUNCTUATION.sub(" ", folded).split()) or _MARKS.sub("", text).strip() or EMPTY


def plain_digits(text: str) -> str:
    """The text with every script's digits as 0 to 9."""
    return "".join(
        str(unicodedata.digit(character)) if character.isdigit() else character
        for character in text
    )
