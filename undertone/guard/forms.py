"""Inflection: finds the stem inside a word by taking known beginnings and endings off it.

A paradigm is a set of beginnings and a set of endings that a stem of that kind may take,
so a lexicon lists each word once and the language's grammar once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_HEAD = 3
"""Letters of a stem that are looked at first; most words are let go after this look."""
_NONE: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paradigm:
    """The beginnings and endings that a kind of word may take; "" where it needs none."""

    prefixes: frozenset[str]
    suffixes: frozenset[str]


PLAIN = Paradigm(frozenset({""}), frozenset({""}))


class Forms:
    """All forms of all stems of one vocabulary; ``find`` says what a word may be."""

    def __init__(self) -> None:
        self._entries: list[tuple[str, Paradigm, str]] = []
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, list[tuple[Paradigm, str]]] = defaultdict(list)
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._prefixes: dict[str, list[str]] = defaultdict(list)
        self._seen_prefixes: set[str] = set()
        self._short = False

    def add(self, stem: str, paradigm: Paradigm, label: str) -> None:
        """Let ``label`` be found for ``stem`` in every form of ``paradigm``."""
        self._entries.append((stem, paradigm, label))
        if paradigm is PLAIN:
            self._whole[stem].add(label)
        elif (paradigm, label) not in self._stems[stem]:
            self._stems[stem].append((paradigm, label))
            self._index(stem, paradigm)

    def _index(self, stem: str, paradigm: Paradigm) -> None:
        self._short = self._short or len(stem) < _HEAD
        lengths = self._lengths.get(stem[:_HEAD], _NONE)
        if len(stem) not in lengths:
            self._lengths[stem[:_HEAD]] = (*lengths, len(stem))
        for prefix in paradigm.prefixes - self._seen_prefixes - {""}:
            self._seen_prefixes.add(prefix)
            self._prefixes[prefix[0]].append(prefix)

    def find(self, word: str) -> set[str] | None:
        """The labels of every stem that ``word`` is a form of; ``None`` where it is none."""
        whole = self._whole.get(word)
        labels = set(whole) if whole else None
        labels = self._find_after(word, "", labels)
        for prefix in self._prefixes.get(word[:1], ()):
            if word.startswith(prefix):
                labels = self._find_after(word, prefix, labels)
        return labels

    def _find_after(self, word: str, prefix: str, labels: set[str] | None) -> set[str] | None:
        cut = len(prefix)
        lengths = self._lengths.get(word[cut : cut + _HEAD], _NONE)
        short = self._lengths.get(word[cut : cut + _HEAD - 1], _NONE) if self._short else _NONE
        for length in lengths + short:
            for paradigm, label in self._stems.get(word[cut : cut + length], ()):
                if word[cut + length :] in paradigm.suffixes and prefix in paradigm.prefixes:
                    labels = labels or set()
                    labels.add(label)
        return labels

    def entries(self, labels: Iterable[str]) -> Iterator[tuple[str, Paradigm, str]]:
        """Every stem with its paradigm and label, where the label is one of ``labels``."""
        wanted = set(labels)
        return (entry for entry in self._entries if entry[2] in wanted)
