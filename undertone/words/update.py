"""Brings the gettext catalogues up to date with the English sources, and says how they stand.

The sources are the responses of ``domain.yml`` and the officers' phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polib

from undertone.environment import ROOT
from undertone.languages import DEFAULT, LANGUAGES, Language
from undertone.phrases import Phrase, load_phrases
from undertone.words.catalogue import catalogue_path
from undertone.words.responses import Response, load_responses

FUZZY = "fuzzy"


@dataclass(frozen=True)
class Status:
    """How complete the words of one language are."""

    language: Language
    total: int
    translated: int
    reviewed: int

    @property
    def complete(self) -> bool:
        """Whether every string has words."""
        return self.translated == self.total


def strings(
    responses: Mapping[str, Response], phrases: Iterable[Phrase] = ()
) -> Iterator[tuple[str, str]]:
    """Every (context, English source) pair that needs words, each once."""
    for name, response in responses.items():
        yield name, response.text
        yield from dict.fromkeys((name, button.title) for button in response.buttons)
    for phrase in phrases:
        yield phrase.context, phrase.text


def _all_strings(root: Path) -> list[tuple[str, str]]:
    return list(strings(load_responses(root / "domain.yml"), load_phrases()))


def update(language: Language, root: Path = ROOT) -> Status:
    """Add new strings to the catalogue, drop gone ones, keep all words that still fit.

    A source that changed is a new string: old words for it are never kept by likeness.
    """
    path = catalogue_path(language, root)
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {(entry.msgctxt, entry.msgid): entry for entry in old}
    fresh = polib.POFile(wrapwidth=98)
    fresh.metadata = {
        "Project-Id-Version": "Undertone",
        "Language": language.locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for context, source in _all_strings(root):
        fresh.append(
            known.get((context, source)) or polib.POEntry(msgctxt=context, msgid=source, msgstr="")
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path))
    return status(language, root)


def status(language: Language, root: Path = ROOT) -> Status:
    """How complete ``language`` is; English is the source and always complete."""
    wanted = _all_strings(root)
    if language is DEFAULT:
        return Status(language, len(wanted), len(wanted), len(wanted))
    path = catalogue_path(language, root)
    entries = polib.pofile(str(path)) if path.exists() else []
    words = {(entry.msgctxt, entry.msgid): entry for entry in entries if entry.msgstr}
    present = [words[string] for string in wanted if string in words]
    reviewed = sum(FUZZY not in entry.flags for entry in present)
    return Status(language, len(wanted), len(present), reviewed)


def all_statuses(root: Path = ROOT) -> list[Status]:
    """The status of every language."""
    return [status(language, root) for language in LANGUAGES.values()]
