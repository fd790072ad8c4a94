"""A second look at what a person typed: does the line drift towards the topic?

Lists of words end where somebody describes without any of them ("what happens when he comes
home?"). Naive Bayes over pieces of words, neighbouring words and what the lexicon knows of them
(a relative, a part of the body) sees the drift of such a line. It learns from the judged lines
of ``data/guard/<language>.tsv`` (kind, a tab, the text) and, as lines that may be said, from our
own words. It never lets anything through that the guard holds, and fails closed like the guard.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from undertone.environment import ROOT
from undertone.guard import BrokenLexicon, Level, MissingLexicon, Verdict, check
from undertone.guard.folding import Folded
from undertone.guard.lexicon import lexicon_for
from undertone.guard.tokens import Tokens
from undertone.guard.vocabulary import Vocabulary
from undertone.languages import DEFAULT, language_named
from undertone.phrases import load_phrases
from undertone.words import load_catalogues, load_responses

FOLDER = ROOT / "data" / "guard"
KINDS = {"topic": True, "hint": True, "everyday": False, "cover_everyday": False}
"""Kind of line to whether it tells the topic; a ``hint`` needs no word that is listed."""
HELD_FROM = 3.5
"""Least drift that holds a line: docs/languages.md has what it catches and what it costs."""
_PASSING = 0.99
"""Share of a language's own everyday lines that pass; where it needs to, it asks for more drift."""
FEWEST_WORDS = 3
"""A line of fewer words says too little to be judged by its drift."""
TOLD_BY = 3
"""How many words a verdict points to."""
_SHORTEST, _LONGEST = 2, 5
"""Letters of a piece, the edges of the word among them."""
_NEIGHBOURS = 3
_KIN = 4
"""How far apart two words may stand whose kinds are seen together."""
_SMOOTHING = 0.2
_RUN_ON = 6
"""Signs that are words enough in a script that does not set words apart."""


@dataclass(frozen=True)
class Drift:
    """How much likelier a line is to tell the topic (a logarithm), and the words that say so."""

    amount: float
    spans: tuple[tuple[int, int], ...]
    held: bool = False


def check_typed(text: str, language: str) -> Verdict:
    """Check a line that a person typed, for inside a session: the guard, then its drift.

    Raises what ``undertone.guard.check`` raises.
    """
    verdict = check(text, Level.PRIVATE, language)
    if not verdict.passed:
        return verdict
    seen = drift(text, language)
    spans = seen.spans if seen.held else ()
    return Verdict(spans, tuple(text[start:end] for start, end in spans))


def prepare(language: str) -> None:
    """Learn the judged lines of a language and of English now: half a second or so, once.

    Raises what ``drift`` raises.
    """
    drift("", language)


def drift(text: str, language: str) -> Drift:
    """How far ``text`` drifts towards the topic in ``language``, or in English.

    The language that knows more of its words judges. Raises ``UnknownLanguage``,
    ``MissingLexicon`` or ``BrokenLexicon``.
    """
    codes = dict.fromkeys((language_named(language).code, DEFAULT.code))
    readings = [_model(code).read(text) for code in codes]
    return max(readings, key=lambda reading: reading.known).drift()


@dataclass(frozen=True)
class _Model:
    """Per piece the logarithm of how much more often it stands in lines about the topic."""

    vocabulary: Vocabulary
    weights: dict[str, float]
    held_from: float = HELD_FROM

    def read(self, text: str) -> _Reading:
        folded = Folded.of(text, self.vocabulary.table)
        return _Reading(self, folded, Tokens.of(folded.text))


@dataclass(frozen=True)
class _Reading:
    """A line as one model reads it."""

    model: _Model
    folded: Folded
    tokens: Tokens

    @property
    def known(self) -> int:
        """How many of its words the model has seen."""
        return sum(f" {word} " in self.model.weights for word in self.tokens.words)

    def drift(self) -> Drift:
        """The weights of all pieces; a longer line needs more of them."""
        tokens = self.tokens
        if len(tokens.words) < FEWEST_WORDS and not self._runs_on():
            return Drift(0.0, ())
        found = dict(_pieces(tokens.words, self.model.vocabulary))
        told: dict[int, float] = defaultdict(float)
        for piece, place in found.items():
            told[place] += self.model.weights.get(piece, 0.0)
        best = sorted(sorted(told, key=lambda place: -told[place])[:TOLD_BY])
        places = [(tokens.starts[place], tokens.end(place)) for place in best]
        amount = sum(told.values()) / math.sqrt(len(found))
        spans = tuple(self.folded.spans_of(places))
        return Drift(amount, spans, held=amount >= self.model.held_from)

    def _runs_on(self) -> bool:
        return not self.model.vocabulary.spaces and sum(map(len, self.tokens.words)) >= _RUN_ON


def _pieces(words: list[str], vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    """Each piece with the word that it belongs to."""
    yield from _spelled(words)
    kinds = [vocabulary.kinds_of(word) for word in words]
    for place, own in enumerate(kinds):
        for kind in own:
            yield kind, place
            yield from ((f"{before} {kind}", place) for before in words[max(0, place - 2) : place])
            yield from ((f"{kind} {after}", place) for after in words[place + 1 : place + 3])
            for others in kinds[place + 1 : place + 1 + _KIN]:
                yield from ((f"{kind} {other}", place) for other in others)


def _spelled(words: list[str]) -> Iterator[tuple[str, int]]:
    for place, word in enumerate(words):
        edged = f" {word} "
        for length in range(_SHORTEST, _LONGEST + 1):
            for start in range(len(edged) - length + 1):
                yield edged[start : start + length], place
        yield edged, place
        for further in words[place + 1 : place + 1 + _NEIGHBOURS]:
            yield f"{word} {further}", place


@cache
def _model(language: str) -> _Model:
    own = lexicon_for(language).vocabularies[0]
    seen: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    lines = Counter[bool]()
    judged = [*_judged(language), *((False, line) for line in _our_words(language))]
    for tells, text in judged:
        words = Tokens.of(text.translate(own.table)).words
        seen[tells].update({piece for piece, _ in _pieces(words, own)})
        lines[tells] += 1
    if not all(lines[tells] for tells in seen):
        raise BrokenLexicon(language, f"{FOLDER} needs lines of both kinds")
    weights = {
        piece: _share(seen[True][piece], lines[True]) - _share(seen[False][piece], lines[False])
        for piece in seen[True] | seen[False]
    }
    model = _Model(own, weights)
    usual = sorted(model.read(text).drift().amount for tells, text in judged if not tells)
    return _Model(own, weights, max(HELD_FROM, usual[int(_PASSING * len(usual))]))


def _share(count: int, lines: int) -> float:
    return math.log((count + _SMOOTHING) / (lines + 2 * _SMOOTHING))


def _judged(language: str) -> Iterator[tuple[bool, str]]:
    path = FOLDER / f"{language}.tsv"
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise MissingLexicon(language, f"there is no {path}") from error
    except (OSError, ValueError) as error:
        raise BrokenLexicon(language, str(error)) from error
    for line in content.splitlines():
        kind, _, text = line.partition("\t")
        if kind in KINDS:
            yield KINDS[kind], text


def _our_words(code: str) -> Iterator[str]:
    """What the service itself says inside a session, and the phrases ready for officers."""
    catalogue = load_catalogues([language_named(code)])[code]
    for response in load_responses().values():
        if response.level is Level.PRIVATE:
            for source in (response.text, *(button.title for button in response.buttons)):
                yield from catalogue.translate(response.name, source).splitlines()
    for phrase in load_phrases():
        yield catalogue.translate(phrase.context, phrase.text)
