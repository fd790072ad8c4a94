"""gettext catalogues: ``locale/<locale>/LC_MESSAGES/undertone.po``, ``msgctxt`` = response name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po

from undertone.environment import ROOT
from undertone.languages import DEFAULT, Language

DOMAIN = "undertone"


class MissingWords(Exception):
    """A language that is served lacks the words of a response."""

    def __init__(self, language: str, context: str) -> None:
        super().__init__(f"{language}: no words for {context}; run `undertone words status`")


@dataclass(frozen=True)
class Translation:
    """One translated string; ``reviewed`` is false while it carries gettext's ``fuzzy`` flag."""

    text: str
    reviewed: bool


class Catalogue:
    """The words of one language."""

    def __init__(self, language: Language, entries: dict[tuple[str, str], Translation]) -> None:
        self.language = language
        self._entries = entries

    def find(self, context: str, source: str) -> Translation | None:
        """The translation of ``source`` in ``context``; the source itself in English."""
        if self.language is DEFAULT:
            return Translation(source, reviewed=True)
        return self._entries.get((context, source))

    def translate(self, context: str, source: str) -> str:
        """As ``find``, the text alone. Raises ``MissingWords`` where there is none."""
        found = self.find(context, source)
        if found is None:
            raise MissingWords(self.language.code, context)
        return found.text


def catalogue_path(language: Language, root: Path = ROOT) -> Path:
    """Where the catalogue of ``language`` lies."""
    return root / "locale" / language.locale / "LC_MESSAGES" / f"{DOMAIN}.po"


def load_catalogues(languages: Iterable[Language], root: Path = ROOT) -> dict[str, Catalogue]:
    """The catalogues of ``languages`` by code; English needs no file."""
    return {language.code: _load(language, root) for language in languages}


def _load(language: Language, root: Path) -> Catalogue:
    if language is DEFAULT:
        return Catalogue(language, {})
    with catalogue_path(language, root).open("rb") as file:
        po = read_po(file, locale=None)
    entries = {
        (message.context or "", str(message.id)): Translation(
            str(message.string), not message.fuzzy
        )
        for message in po
        if message.id and message.string
    }
    return Catalogue(language, entries)
