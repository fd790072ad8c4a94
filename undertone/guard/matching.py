"""Matching: where a vocabulary's words and phrases stand in a text that is already folded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from undertone.guard.phrases import NUMBER
from undertone.guard.tokens import Tokens
from undertone.guard.vocabulary import EVERYDAY, Vocabulary, outline, strongest

_LONGEST = 28
"""Letters of the longest word that is put together from pieces."""
_CROSSING = 8
"""A listed stem this long counts even where it runs across several words."""
_PIECE = 3
_DOUBLED_OR_L = re.compile(r"([^\W\d_])\1|[il]")
_OUTLINED = 5
"""Letters of the shortest word that is recognised by its outline."""
_TRIPLED = re.compile(r"([^\W\d_])\1\1")
_TRIPLED_RUN = re.compile(r"([^\W\d_])\1{2,}")
_PARTED = re.compile(r"[,!?;:、。\n]")
_TIGHT = re.compile(r"[^\W_][^\w\s]+[^\W_]|[^\W_]_+[^\W_]")


@dataclass(frozen=True)
class Hit:
    """Something listed, at a place of the folded text."""

    start: int
    end: int
    strength: str
    named: frozenset[tuple[int, int]] = frozenset()
    """The places of the words that a phrase names: what stands in its gaps is no part of it."""


def scan(tokens: Tokens, vocabularies: Sequence[Vocabulary]) -> list[Hit]:
    """Everything that is listed, without what everyday words and phrases account for.

    A vocabulary's everyday words also speak for what an earlier one found: "orage violent"
    is French, whatever its words say in English. Never the other way round.
    """
    found = [_look(tokens, vocabulary) for vocabulary in vocabularies]
    hits: list[Hit] = []
    for place, (listed, _) in enumerate(found):
        innocent = [hit for _, everyday in found[place:] for hit in everyday]
        hits += [hit for hit in listed if not _accounted_for(hit, innocent)]
    return hits


def _look(tokens: Tokens, vocabulary: Vocabulary) -> tuple[list[Hit], list[Hit]]:
    """What is held in ``vocabulary``, and what is everyday in it."""
    labels = [vocabulary.forms.find(word) for word in tokens.words]
    _add_repeated(labels, tokens, vocabulary)
    _add_numbers(labels, tokens)
    hits = [
        Hit(tokens.starts[i], tokens.end(i), strength)
        for i, own in enumerate(labels)
        if own and (strength := strongest(own))
    ]
    innocent = [
        Hit(tokens.starts[i], tokens.end(i), EVERYDAY)
        for i, own in enumerate(labels)
        if own and EVERYDAY in own
    ]
    if any(labels):
        for found in vocabulary.phrases.find(labels, tokens.sentence_ends_after):
            named = frozenset((tokens.starts[i], tokens.end(i)) for i in found.tokens)
            start, end = tokens.starts[found.first], tokens.end(found.last)
            hit = Hit(start, end, found.strength, named)
            if found.strength == EVERYDAY:
                innocent += [hit, *(Hit(*place, EVERYDAY) for place in named)]
            else:
                hits.append(hit)
    hits += _joined(tokens, vocabulary)
    hits += _anywhere(tokens, vocabulary)
    return hits, innocent


def _accounted_for(hit: Hit, innocent: Iterable[Hit]) -> bool:
    """Whether one everyday entry explains at least half of the hit.

    A phrase is only explained by a phrase that names the same words, a word by a word or by
    a phrase that names it.
    """
    if len(hit.named) > 1:
        letters = _letters(hit.named)
        return any(2 * _letters(hit.named & other.named) >= letters for other in innocent)
    return any(
        2 * (min(hit.end, other.end) - max(hit.start, other.start)) >= hit.end - hit.start
        for other in innocent
        if not other.named
    )


def _letters(places: Iterable[tuple[int, int]]) -> int:
    return sum(end - start for start, end in places)


def _add_numbers(labels: list[set[str] | None], tokens: Tokens) -> None:
    for i, word in enumerate(tokens.words):
        if word[0].isdigit():
            labels[i] = {NUMBER, *(labels[i] or ())}


def _add_repeated(labels: list[set[str] | None], tokens: Tokens, vocabulary: Vocabulary) -> None:
    """Read words with repeated letters ("abuuuse") or I for l as the word without them."""
    suspect = _DOUBLED_OR_L if vocabulary.latin else _TRIPLED
    if not suspect.search(tokens.text):
        return
    for i, word in enumerate(tokens.words):
        if labels[i] or not suspect.search(word):
            continue
        if _TRIPLED.search(word):
            labels[i] = vocabulary.forms.find(_TRIPLED_RUN.sub(r"\1", word))
        if not labels[i] and len(word) >= _OUTLINED:
            labels[i] = vocabulary.outlines.find(outline(word))


def _joined(tokens: Tokens, vocabulary: Vocabulary) -> list[Hit]:
    """Words written in pieces: "a b u s e", "vio-lence", "ab use"."""
    if not vocabulary.spaces or len(tokens.words) < 2:
        return []
    links = _links(tokens, vocabulary)
    hits: list[Hit] = []
    for first, linked in enumerate(links):
        if linked:
            hits += _joined_from(first, links, tokens, vocabulary)
    return hits


def _joined_from(
    first: int, links: list[bool], tokens: Tokens, vocabulary: Vocabulary
) -> list[Hit]:
    hits: list[Hit] = []
    word = tokens.words[first]
    last = first
    while last < len(links) and links[last]:
        last += 1
        word += tokens.words[last]
        if len(word) > _LONGEST:
            break
        spelled = len(word) == last - first + 1
        strength = vocabulary.strength_of(word) if spelled or len(word) > 3 else None
        if strength:
            hits.append(Hit(tokens.starts[first], tokens.end(last), strength))
    return hits


def _links(tokens: Tokens, vocabulary: Vocabulary) -> list[bool]:
    """For each word but the last, whether it may be one piece of a word with the next."""
    words = tokens.words
    links = [len(words[i]) < 3 and len(words[i + 1]) < 3 for i in range(len(words) - 1)]
    if _TIGHT.search(tokens.text):
        links = [
            linked or not any(map(str.isspace, tokens.between(i))) for i, linked in enumerate(links)
        ]
    _link_across_blanks(links, tokens, vocabulary)
    return links


def _link_across_blanks(links: list[bool], tokens: Tokens, vocabulary: Vocabulary) -> None:
    """Link the words under which a long stem appears once the blanks are taken out."""
    joined = "".join(tokens.words)
    found = vocabulary.joinable.search(joined)
    if not found:
        return
    owners = [i for i, word in enumerate(tokens.words) for _ in word]
    place = 0
    while found:
        for i in range(owners[found.start()], owners[found.end() - 1]):
            links[i] = links[i] or (tokens.between(i).isspace() and _a_piece(i, tokens, vocabulary))
        place = found.start() + 1
        found = vocabulary.joinable.search(joined, place)


def _a_piece(index: int, tokens: Tokens, vocabulary: Vocabulary) -> bool:
    """Whether one of two neighbours looks cut off: abjads write many short whole words."""
    shorter = min(len(tokens.words[index]), len(tokens.words[index + 1]))
    return vocabulary.latin or shorter < _PIECE


def _anywhere(tokens: Tokens, vocabulary: Vocabulary) -> list[Hit]:
    """Stems that count inside longer words ("domesticabuse") and across their borders.

    An everyday text accounts for the stems that lie inside it, and not for longer ones.
    """
    joined = "".join(tokens.words)
    present = vocabulary.anywhere.standing_in(joined)
    if not present:
        return []
    innocent = list(_places(vocabulary.innocent.standing_in(joined), joined))
    places = [
        start + i
        for start, word in zip(tokens.starts, tokens.words, strict=True)
        for i in range(len(word))
    ]
    hits = []
    for first, last in _places(present, joined):
        if any(start <= first and last <= end for start, end in innocent):
            continue
        start, end = places[first], places[last - 1] + 1
        whole = end - start == last - first
        if whole or last - first >= _CROSSING or _in_one_part(tokens, start, end, vocabulary):
            hits.append(Hit(start, end, vocabulary.anywhere[joined[first:last]]))
    return hits


def _places(stems: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """Where each of the stems begins and ends in the text."""
    for stem in stems:
        at = text.find(stem)
        while at >= 0:
            yield at, at + len(stem)
            at = text.find(stem, at + 1)


def _in_one_part(tokens: Tokens, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Where words are not set apart, a stem runs on over anything but a stop or a comma."""
    return not vocabulary.spaces and not _PARTED.search(tokens.text, start, end)
