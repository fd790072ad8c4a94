"""How easy the words are to read: a formula where the language has one, sentence length in all.

Reading ease, 100 is easiest: Flesch 1948 (English), Fernández Huerta 1959 (Spanish), Kandel and
Moles 1958 (French), Ateşman 1997 (Turkish). Each is ``base - a * words per sentence - b *
syllables per word``; a syllable is counted per group of vowels. A formula judges a whole
language, a single sentence is judged by its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from undertone.words.catalogue import Catalogue
from undertone.words.quality import all_words

MOST_WORDS = 30
"""Words of the longest sentence."""
MOST_SIGNS = 60
"""Characters of the longest sentence where words are not set apart (Chinese)."""
_UNSPACED = frozenset({"zh"})
_SENTENCE = re.compile(r"[.!?:;…\n؟۔।።]+|[。!?:;]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouyıœæ]+")
_PLACEHOLDER = re.compile(r"\{\w+\}")


@dataclass(frozen=True)
class Formula:
    """``base - a * words per sentence - b * syllables per word``; ``least`` is what we hold to."""

    base: float
    a: float
    b: float
    least: float


FORMULAS = {
    "en": Formula(206.835, 1.015, 84.6, 80),
    "es": Formula(206.84, 1.02, 60.0, 80),
    "fr": Formula(207.0, 1.015, 73.6, 75),
    "tr": Formula(198.825, 2.61, 40.175, 60),
}


@dataclass(frozen=True)
class Ease:
    """A language's figures; ``score`` is None where it has no formula."""

    language: str
    words_per_sentence: float
    longest: int
    score: float | None


def sentences(text: str) -> list[str]:
    """The sentences of a text; a placeholder counts as one word."""
    parts = _SENTENCE.split(_PLACEHOLDER.sub("x", text))
    return [part.strip() for part in parts if part.strip()]


def ease(catalogue: Catalogue) -> Ease:
    """The reading ease of all texts (not buttons) of a language."""
    said = [sentence for words in _texts(catalogue) for sentence in sentences(words)]
    code = catalogue.language.code
    counts = [_length(sentence, code) for sentence in said]
    formula = FORMULAS.get(code)
    mean = sum(counts) / len(counts)
    score = None
    if formula is not None:
        found = [word for sentence in said for word in _WORD.findall(sentence)]
        syllables = sum(map(_syllables, found)) / len(found)
        score = formula.base - formula.a * mean - formula.b * syllables
    return Ease(code, mean, max(counts), score)


def too_hard(catalogue: Catalogue) -> Iterator[str]:
    """Sentences that are too long, and a language whose formula says that it is hard."""
    code = catalogue.language.code
    most = MOST_SIGNS if code in _UNSPACED else MOST_WORDS
    for text in _texts(catalogue):
        for sentence in sentences(text):
            if _length(sentence, code) > most:
                yield f"a sentence of {_length(sentence, code)} (most {most}): {sentence!r}"
    found, formula = ease(catalogue), FORMULAS.get(code)
    if formula is not None and found.score is not None and found.score < formula.least:
        yield f"reading ease {found.score:.0f}, at least {formula.least:.0f} is wanted"


def _texts(catalogue: Catalogue) -> list[str]:
    return [words.text for words in all_words(catalogue) if words.text and not words.is_button]


def _length(sentence: str, code: str) -> int:
    if code in _UNSPACED:
        return sum(not character.isspace() for character in sentence)
    return len(sentence.split())


def _syllables(word: str) -> int:
    plain = unicodedata.normalize("NFD", word.lower())
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    silent = bare.endswith("e") and not bare.endswith("le")
    return max(1, len(_VOWELS.findall(bare)) - (silent and len(_VOWELS.findall(bare)) > 1))
