"""Which language somebody writes: a guess that orders the picker and never decides.

Naive Bayes over pieces of words, learnt from the very examples that the dialogue learns from
(``data/nlu``): phone language, misspelt, and in Latin letters where people write so. General
detectors do not know Tigrinya, Dari, Sorani or Somali, nor any romanised language
(docs/languages.md has the comparison). What Telegram says of the phone counts as a hint.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from undertone.environment import ROOT
from undertone.guard.folding import table_for
from undertone.languages import DEFAULT, LANGUAGES, Language

LONGEST_PIECE = 5
MOST_LIKELY = 3
"""How many languages a guess names."""
SURE = 0.9
"""Least share of the likelihood at which the text counts for more than the phone's setting."""
_PHONE_WEIGHT = 2.0
"""Logarithm of how much likelier the phone's language is before anything is read."""
FEWEST_WORDS = 3
"""Words in Latin letters that tell a language well enough to greet in it."""
_SMOOTHING = 0.02
_LONGEST_TEXT = 300
_MARKS = "\u0300-\u036f\u0900-\u0963\u0970-\u0dff"
_WORD = re.compile(rf"(?:[^\W\d_]|[{_MARKS}])+")
_EXAMPLE = re.compile(r"^ +- (.+)$", re.MULTILINE)
_ALIASES = {"fa-af": "prs", "ku-iq": "ckb", "zh-hans": "zh", "zh-hant": "zh", "ku": "ckb"}
"""IETF tags (BCP 47) that phones send for languages that have another code here."""


@dataclass(frozen=True)
class _Model:
    """Per language how often each piece stands in its examples, and how many pieces there are."""

    counts: dict[str, Counter[str]]
    totals: dict[str, int]
    pieces: int


def prepare() -> None:
    """Read the examples now; takes half a second, which no client should wait for."""
    _model()


def of_phone(telegram_code: str | None, served: Sequence[Language]) -> Language:
    """The language that Telegram says the phone is set to; English where that tells nothing."""
    code = (telegram_code or "").lower().replace("_", "-")
    by_code = {language.code: language for language in served}
    base = code.split("-")[0]
    for candidate in (_ALIASES.get(code, code), base, _ALIASES.get(base, base)):
        if candidate in by_code:
            return by_code[candidate]
    return DEFAULT


def likely(text: str, telegram_code: str | None, served: Sequence[Language]) -> list[Language]:
    """The likeliest languages, best first; the phone's alone where the text has no words."""
    phone = of_phone(telegram_code, served)
    shares = _shares(text, phone, served)
    return [row for row, _ in shares[:MOST_LIKELY]] if shares else [phone]


def to_greet_in(text: str, telegram_code: str | None, served: Sequence[Language]) -> Language:
    """The phone's language, unless the text is clearly in another one."""
    phone = of_phone(telegram_code, served)
    shares = _shares(text, phone, served)
    if not shares or shares[0][1] < SURE or _says_little(text):
        return phone
    return shares[0][0]


def _says_little(text: str) -> bool:
    """A word or two in Latin letters may be any language's, and somebody's name."""
    words = _WORD.findall(text)
    return len(words) < FEWEST_WORDS and text.isascii()


def named_language(text: str, served: Sequence[Language]) -> Language | None:
    """The language whose name is all that ``text`` says; None where it says something else."""
    said = _plain(text)
    return next((language for language in served if said in _names(language)), None)


@cache
def _names(language: Language) -> frozenset[str]:
    names = (language.native, language.english, language.code, *language.also)
    return frozenset(map(_plain, names))


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.translate(table_for("plain"))))


def _shares(text: str, phone: Language, served: Sequence[Language]) -> list[tuple[Language, float]]:
    """Languages with their share of the likelihood, best first; empty where there are no words."""
    found = list(_pieces(text[:_LONGEST_TEXT]))
    if not found:
        return []
    model = _model()
    scores = {
        language: sum(_weight(model, language.code, piece) for piece in found)
        + (_PHONE_WEIGHT if language is phone else 0.0)
        for language in served
    }
    best = max(scores.values())
    parts = {language: math.exp(score - best) for language, score in scores.items()}
    whole = sum(parts.values())
    ranked = sorted(parts, key=lambda language: -parts[language])
    return [(language, parts[language] / whole) for language in ranked]


def _weight(model: _Model, code: str, piece: str) -> float:
    seen = model.counts[code][piece] + _SMOOTHING
    return math.log(seen / (model.totals[code] + _SMOOTHING * model.pieces))


def _pieces(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.lower()):
        edged = f" {word} "
        for length in range(1, LONGEST_PIECE + 1):
            for start in range(len(edged) - length + 1):
                piece = edged[start : start + length]
                if piece != " ":
                    yield piece


@cache
def _model() -> _Model:
    counts = {code: _counted(ROOT / "data" / "nlu" / code) for code in LANGUAGES}
    totals = {code: counted.total() for code, counted in counts.items()}
    return _Model(counts, totals, len(set().union(*counts.values())))


def _counted(folder: Path) -> Counter[str]:
    counted: Counter[str] = Counter()
    for path in sorted(folder.glob("*.yml")):
        for example in _EXAMPLE.findall(path.read_text(encoding="utf-8")):
            counted.update(_pieces(example))
    return counted
