"""The build-time proof: every string that can leave is listed, has a level and passes the guard.

Fails closed: a string without words in a language that is served counts as held.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from undertone.directory import all_numbers
from undertone.exit_word import choices
from undertone.guard import Level, check
from undertone.languages import LANGUAGES
from undertone.phrases import LEVEL as PHRASES_LEVEL
from undertone.phrases import load_phrases
from undertone.words.catalogue import Catalogue, load_catalogues
from undertone.words.responses import load_responses
from undertone.words.update import strings

UNTRANSLATED = "(no words)"


@dataclass(frozen=True)
class Row:
    """One string in one language with its verdict: ``pass`` or ``hold``."""

    name: str
    language: str
    level: str
    text: str
    verdict: str


def prove() -> Iterator[Row]:
    """Every response, button, phrase, exit word, language name and number, in every language."""
    responses, phrases = load_responses(), load_phrases()
    for code, catalogue in load_catalogues(LANGUAGES.values()).items():
        for context, source in strings(responses):
            yield _row(context, code, responses[context].level, _words(catalogue, context, source))
        for phrase in phrases:
            words = _words(catalogue, phrase.context, phrase.text)
            yield _row(phrase.context, code, PHRASES_LEVEL, words)
        for word in choices(code):
            yield _row("exit word", code, Level.COVER, word)
        for language in LANGUAGES.values():
            yield _row("language name", code, Level.COVER, language.native)
        for number in all_numbers():
            yield _row(f"number {number.key}", code, Level.PRIVATE, number.number)


def _words(catalogue: Catalogue, context: str, source: str) -> str:
    found = catalogue.find(context, source)
    return found.text if found else UNTRANSLATED


def _row(name: str, code: str, level: Level, text: str) -> Row:
    passed = text != UNTRANSLATED and check(text, level, code).passed
    return Row(name, code, level.value, text.replace("\n", " "), "pass" if passed else "hold")
