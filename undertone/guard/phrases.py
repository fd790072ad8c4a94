"""Phrases: several words that say together what none of them says alone.

A phrase is written as words with blanks between them::

    he|she|<relative> ~1 hit:verb|<harm> you|me       alternatives, groups, inflected words
    a|the? safe place                                 ``?`` makes an element optional
    beating ~3 #                                      ``~3`` up to three words, ``#`` a number

``word:paradigm`` stands for every form of the word. A gap never crosses the end of a
sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

NUMBER = "#"
Labels = Sequence[set[str] | None]
Ends = Callable[[int], bool]
_GAP = re.compile(r"~(\d)")


class BadPhrase(ValueError):
    """A phrase that does not follow the notation."""


@dataclass(frozen=True)
class Element:
    """One place of a phrase: the labels that fill it and the words that may stand before it."""

    labels: frozenset[str]
    optional: bool
    gap: int


@dataclass(frozen=True)
class Phrase:
    """A phrase and what it counts as; ``anchor`` is the element that is looked for first."""

    elements: tuple[Element, ...]
    strength: str
    anchor: int = 0


@dataclass(frozen=True)
class Found:
    """A phrase found from token ``first`` to token ``last``; ``tokens`` are those it names."""

    first: int
    last: int
    strength: str
    tokens: tuple[int, ...]


def parse(notation: str, strength: str, label_of: Callable[[str], str]) -> Phrase:
    """Read a phrase; ``label_of`` turns one alternative into its label and registers it.

    Raises ``BadPhrase``.
    """
    elements: list[Element] = []
    gap = 0
    for part in notation.split():
        if match := _GAP.fullmatch(part):
            gap = int(match[1])
            continue
        optional = part.endswith("?")
        labels = frozenset(label_of(word) for word in part.removesuffix("?").split("|") if word)
        if not labels:
            raise BadPhrase(f"{notation!r}: empty element")
        elements.append(Element(labels, optional, gap))
        gap = 0
    if gap or not any(not element.optional for element in elements):
        raise BadPhrase(f"{notation!r}: nothing to look for or a gap at the end")
    return Phrase(tuple(elements), strength)


class PhraseBook:
    """All phrases of a vocabulary, found by their rarest element."""

    def __init__(self) -> None:
        self._phrases: list[Phrase] = []
        self._by_anchor: dict[str, list[Phrase]] = {}

    def add(self, phrase: Phrase) -> None:
        """Take a phrase in; ``close`` makes it findable."""
        self._phrases.append(phrase)

    def close(self) -> None:
        """Choose an anchor for every phrase: the required element that fewest phrases share."""
        uses = Counter(
            label
            for phrase in self._phrases
            for element in phrase.elements
            for label in element.labels
        )
        index: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in self._phrases:
            anchor = _anchor(phrase, uses)
            anchored = Phrase(phrase.elements, phrase.strength, anchor)
            for label in phrase.elements[anchor].labels:
                index[label].append(anchored)
        self._by_anchor = dict(index)

    def find(self, labels: Labels, ends: Ends) -> Iterator[Found]:
        """Every phrase in a row of tokens.

        ``labels`` says what each token may be, ``ends`` whether a sentence ends after one.
        """
        for place, own in enumerate(labels):
            for label in own or ():
                for phrase in self._by_anchor.get(label, ()):
                    found = _match(phrase, place, labels, ends)
                    if found:
                        yield found


def _anchor(phrase: Phrase, uses: Counter[str]) -> int:
    required = [i for i, element in enumerate(phrase.elements) if not element.optional]
    return min(required, key=lambda i: sum(uses[label] for label in phrase.elements[i].labels))


def _match(phrase: Phrase, place: int, labels: Labels, ends: Ends) -> Found | None:
    elements, anchor = phrase.elements, phrase.anchor
    right = [(element.gap, element) for element in elements[anchor + 1 :]]
    left = [(elements[i + 1].gap, elements[i]) for i in range(anchor - 1, -1, -1)]
    after = _reach(right, place, 1, labels, ends)
    if after is None:
        return None
    before = _reach(left, place, -1, labels, ends)
    if before is None:
        return None
    tokens = (*reversed(before), place, *after)
    return Found(tokens[0], tokens[-1], phrase.strength, tokens)


def _reach(
    steps: list[tuple[int, Element]], place: int, step: int, labels: Labels, ends: Ends
) -> tuple[int, ...] | None:
    """The tokens that ``steps`` name when walked from ``place``, or ``None``."""
    if not steps:
        return ()
    gap, element = steps[0]
    at = place
    parted = False
    for skipped in range(gap + 1):
        at += step
        if not 0 <= at < len(labels):
            break
        parted = parted or ends(at - max(step, 0))
        if skipped and parted:
            break
        own = labels[at]
        if own and not own.isdisjoint(element.labels):
            reached = _reach(steps[1:], at, step, labels, ends)
            if reached is not None:
                return (at, *reached)
    if not element.optional:
        return None
    # without it, the words that may stand before or after it may still stand there
    after = [(max(gap, next_gap), following) for next_gap, following in steps[1:2]]
    return _reach(after + steps[2:], place, step, labels, ends)
