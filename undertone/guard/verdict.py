"""The verdict: whether a text may leave at a level."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from undertone.guard.contacts import contacts
from undertone.guard.disguise import MOST_MASKED, fill, leet_readings, masked_words
from undertone.guard.folding import Folded, FoldTable, table_for
from undertone.guard.lexicon import lexicon_for
from undertone.guard.matching import Hit, scan
from undertone.guard.tokens import Tokens
from undertone.guard.vocabulary import TOPIC, Vocabulary
from undertone.languages import language_named

_ENGLISH = "en"
_LATIN_LETTER = re.compile(r"[a-z]")
_OVERRIDE = re.compile("[\u202d\u202e]")


class Level(StrEnum):
    """Where a text may be seen: by anybody, or inside a session only."""

    COVER = "cover"
    PRIVATE = "private"


@dataclass(frozen=True)
class Verdict:
    """The guard's answer: ``spans`` are places in the text, ``matches`` what stands there."""

    spans: tuple[tuple[int, int], ...]
    matches: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the text may leave."""
        return not self.spans


def check(text: str, level: Level, language: str) -> Verdict:
    """Check ``text`` in ``language`` and in English.

    Raises ``UnknownLanguage``, ``MissingLexicon`` or ``BrokenLexicon``: without a verdict
    nothing may leave.
    """
    level = Level(level)
    spans = [match.span() for match in _OVERRIDE.finditer(text)]
    for table, vocabularies in _views(language):
        spans += _spans_in(text, table, vocabularies, level)
    if level is Level.COVER:
        plain = Folded.of(text, table_for("plain"))
        spans += plain.spans_of(contacts(plain.text))
    merged = _merged(spans)
    return Verdict(merged, tuple(text[start:end] for start, end in merged))


@cache
def _views(language: str) -> tuple[tuple[FoldTable, tuple[Vocabulary, ...]], ...]:
    """The vocabularies to check for a language, by the fold table that they share."""
    codes = dict.fromkeys((_ENGLISH, language_named(language).code))
    views: dict[int, tuple[FoldTable, list[Vocabulary]]] = {}
    for code in codes:
        for vocabulary in lexicon_for(code).vocabularies:
            views.setdefault(id(vocabulary.table), (vocabulary.table, []))[1].append(vocabulary)
    return tuple((table, tuple(listed)) for table, listed in views.values())


def _spans_in(
    text: str, table: FoldTable, vocabularies: tuple[Vocabulary, ...], level: Level
) -> list[tuple[int, int]]:
    latin = vocabularies[0].latin
    if not latin and text.isascii():
        return []
    folded = Folded.of(text, table)
    if latin and not _LATIN_LETTER.search(folded.text):
        return []
    hits = _hits(folded.text, vocabularies, latin)
    return folded.spans_of(
        [(hit.start, hit.end) for hit in hits if level is Level.COVER or hit.strength == TOPIC]
    )


def _hits(text: str, vocabularies: tuple[Vocabulary, ...], latin: bool) -> list[Hit]:
    """What the vocabularies find in a folded text, in every reading of it."""
    hits: list[Hit] = []
    for reading in (text, *leet_readings(text)) if latin else (text,):
        hits += scan(Tokens.of(reading), vocabularies)
    for vocabulary in vocabularies:
        hits += _masked(text, vocabulary)
    return hits


def _masked(text: str, vocabulary: Vocabulary) -> list[Hit]:
    words = masked_words(text)
    if len(words) > MOST_MASKED:
        return [Hit(words[0].start(), words[-1].end(), TOPIC)]
    hits: list[Hit] = []
    for match in words:
        strengths = [fill(match[0], vocabulary.letters, vocabulary.strength_of)]
        hits += [Hit(*match.span(), strength) for strength in strengths if strength]
    return hits


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Sorted spans without overlaps."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
