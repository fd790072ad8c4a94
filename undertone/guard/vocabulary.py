"""A vocabulary: the words and phrases of one language in one script, ready for matching."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property

from undertone.guard.folding import FoldTable
from undertone.guard.forms import PLAIN, Forms, Paradigm
from undertone.guard.phrases import NUMBER, PhraseBook, parse
from undertone.guard.tokens import Tokens

TOPIC = "topic"
SENSITIVE = "sensitive"
EVERYDAY = "everyday"
STRENGTHS = (TOPIC, SENSITIVE, EVERYDAY)

_JOINABLE = 5
_JOINABLE_ABJAD = 4
"""A stem this long is believed when it appears by joining neighbouring words; scripts that
leave short vowels out say as much in fewer letters."""


class UnknownName(ValueError):
    """A lexicon uses a paradigm or a group that it does not define."""


class Inside(dict[str, str]):
    """Stems that count inside longer words and across their borders, to their strength."""

    def standing_in(self, text: str) -> list[str]:
        """The stems in ``text``, in their order; whichever are fewer are looked up, stems or
        pieces of the text: Chinese has a hundred thousand stems and short texts.
        """
        if len(self) <= len(text) * len(self._lengths):
            return [stem for stem in self if stem in text]
        pieces = {text[i : i + length] for length in self._lengths for i in range(len(text))}
        return sorted(pieces & self.keys(), key=self._order.__getitem__)

    @cached_property
    def _lengths(self) -> frozenset[int]:
        return frozenset(map(len, self))

    @cached_property
    def _order(self) -> dict[str, int]:
        return {stem: place for place, stem in enumerate(self)}


@dataclass
class Vocabulary:
    """What is listed, by kind.

    ``spaces`` says whether the script separates words; ``anywhere`` maps stems that count
    inside longer words too to their strength; ``innocent`` are texts in which they do not.
    """

    table: FoldTable
    latin: bool
    spaces: bool = True
    paradigms: dict[str, Paradigm] = field(default_factory=lambda: {"fixed": PLAIN})
    groups: set[str] = field(default_factory=set)
    forms: Forms = field(default_factory=Forms)
    _listed: list[tuple[str, Paradigm, str]] = field(default_factory=list)
    phrases: PhraseBook = field(default_factory=PhraseBook)
    anywhere: Inside = field(default_factory=Inside)
    innocent: Inside = field(default_factory=Inside)

    def fold(self, word: str) -> str:
        """``word`` as this vocabulary's script is folded.

        Raises ``ValueError`` where that is not exactly one word.
        """
        folded = word.translate(self.table)
        if not folded.isalpha() and Tokens.of(folded).words != [folded]:
            raise ValueError(f"{word!r} is not one word")
        return folded

    def add_words(self, words: dict[str, list[str]], label: str) -> None:
        """Take in a table of paradigm name to stems."""
        for name, stems in words.items():
            paradigm = self._paradigm(name)
            for stem in stems:
                self._add(self.fold(stem), paradigm, label)

    def _add(self, stem: str, paradigm: Paradigm, label: str) -> None:
        self.forms.add(stem, paradigm, label)
        if label in STRENGTHS and len(stem) >= 3:
            self._listed.append((stem, paradigm, label))

    def _paradigm(self, name: str) -> Paradigm:
        try:
            return self.paradigms[name]
        except KeyError:
            raise UnknownName(f"unknown paradigm {name!r}") from None

    def add_phrase(self, notation: str, strength: str) -> None:
        """Take in a phrase (notation: ``phrases``)."""
        self.phrases.add(parse(notation, strength, self._label_of))

    def _label_of(self, alternative: str) -> str:
        if alternative == NUMBER:
            return NUMBER
        if alternative.startswith("<"):
            name = alternative.strip("<>")
            if name not in self.groups:
                raise UnknownName(f"unknown group {alternative}")
            return f"<{name}>"
        word, _, name = alternative.partition(":")
        label = f"={self.fold(word)}:{name}"
        self.forms.add(self.fold(word), self._paradigm(name or "fixed"), label)
        return label

    def strength_of(self, word: str) -> str | None:
        """The strongest thing that a folded word is on its own; everyday words are nothing."""
        return strongest(self.forms.find(word))

    def kinds_of(self, word: str) -> set[str]:
        """The groups and the strengths that a folded word is listed under, everyday among them."""
        found = self.forms.find(word) or ()
        return {label for label in found if label[0] == "<" or label in STRENGTHS}

    @cached_property
    def outlines(self) -> Forms:
        """What is listed, by outline; only looked at where a word looks drawn out."""
        forms = Forms()
        for stem, paradigm, label in self._listed:
            forms.add(outline(stem), _outlined(paradigm), label)
        return forms

    @cached_property
    def letters(self) -> str:
        """The letters that its listed words are written with."""
        return "".join(
            sorted({letter for stem, _, _ in self.forms.entries(STRENGTHS) for letter in stem})
        )

    @cached_property
    def joinable(self) -> re.Pattern[str]:
        """Finds any long enough stem in a text whose separators were taken out."""
        least = _JOINABLE if self.latin else _JOINABLE_ABJAD
        listed = self.forms.entries((TOPIC, SENSITIVE))
        stems = {stem for stem, form, _ in listed if len(stem) + ("" not in form.suffixes) >= least}
        return re.compile(_trie_pattern(stems) if stems else r"(?!)")


def strongest(labels: set[str] | None) -> str | None:
    """Topic before sensitive; nothing where an everyday word explains it."""
    if not labels or EVERYDAY in labels:
        return None
    return TOPIC if TOPIC in labels else SENSITIVE if SENSITIVE in labels else None


_REPEAT = re.compile(r"(.)\1+")


def outline(word: str) -> str:
    """The word with every repeated letter written once and l, which looks like I, as i."""
    return _REPEAT.sub(r"\1", word.replace("l", "i"))


@cache
def _outlined(paradigm: Paradigm) -> Paradigm:
    return Paradigm(paradigm.prefixes, frozenset(map(outline, paradigm.suffixes)))


def _trie_pattern(words: Iterable[str]) -> str:
    """A pattern for any of ``words`` that looks at each letter of a text once per start."""
    branches: dict[str, list[str]] = {}
    for word in words:
        if not word:
            return ""
        branches.setdefault(word[0], []).append(word[1:])
    if not branches:
        return ""
    parts = [re.escape(letter) + _trie_pattern(rest) for letter, rest in sorted(branches.items())]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
