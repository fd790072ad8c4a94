"""The phrases as an officer is offered them: the client's words with the English beside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from undertone.languages import DEFAULT, Language, language_named
from undertone.phrases.source import Phrase, load_groups
from undertone.words.catalogue import Catalogue, load_catalogues


@dataclass(frozen=True)
class OfferedPhrase:
    """One phrase in one language; ``words`` is empty where the language has none yet."""

    phrase: Phrase
    words: str
    reviewed: bool


@dataclass(frozen=True)
class OfferedGroup:
    """A group of phrases in one language."""

    title: str
    phrases: tuple[OfferedPhrase, ...]


@cache
def offered_in(code: str) -> tuple[OfferedGroup, ...]:
    """All phrases in the language ``code``; read once in the life of a process.

    Raises ``UnknownLanguage``.
    """
    catalogue = _catalogue(language_named(code))
    return tuple(
        OfferedGroup(group.title, tuple(_offered(phrase, catalogue) for phrase in group.phrases))
        for group in load_groups()
    )


def _catalogue(language: Language) -> Catalogue:
    return load_catalogues([language])[language.code]


def _offered(phrase: Phrase, catalogue: Catalogue) -> OfferedPhrase:
    if catalogue.language is DEFAULT:
        return OfferedPhrase(phrase, phrase.text, reviewed=True)
    found = catalogue.find(phrase.context, phrase.text)
    return OfferedPhrase(phrase, found.text if found else "", bool(found and found.reviewed))
