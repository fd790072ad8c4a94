"""Lexicons: what must not be said, per language, read from ``lexicon/<code>.toml``.

Fails closed: a lexicon that is missing, cannot be read or names something that it does
not define raises, and with it every check in that language.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from undertone.guard.folding import FoldTable, table_for
from undertone.guard.forms import Paradigm
from undertone.guard.vocabulary import EVERYDAY, STRENGTHS, TOPIC, Vocabulary

FOLDER = Path(__file__).with_name("lexicon")
SCRIPTS = frozenset(
    {"latin", "arabic", "cyrillic", "bengali", "devanagari", "gurmukhi", "tamil", "ethiopic", "han"}
)
_VOCABULARY_KEYS = frozenset({"paradigms", "groups", "spaces", "marks", *STRENGTHS})
_FILE_KEYS = _VOCABULARY_KEYS | {"language", "script", "romanised"}
_PART_KEYS = frozenset({"words", "phrases", "anywhere"})
_PARADIGM_KEYS = frozenset({"prefixes", "suffixes", "bare"})


class BrokenLexicon(Exception):
    """A lexicon that cannot be used; carries the language and says what is wrong."""

    def __init__(self, language: str, problem: str) -> None:
        super().__init__(f"guard lexicon {language!r}: {problem}")
        self.language = language


class MissingLexicon(BrokenLexicon):
    """There is no lexicon for a language, so nothing in it can be let through."""


@dataclass(frozen=True)
class Lexicon:
    """A language's words in its own script and, where people write them so, romanised."""

    language: str
    vocabularies: tuple[Vocabulary, ...]


@cache
def lexicon_for(language: str) -> Lexicon:
    """The lexicon of a language, read once.

    Raises ``MissingLexicon`` or ``BrokenLexicon``.
    """
    path = FOLDER / f"{language}.toml"
    if not (language.isascii() and language.isalpha() and path.is_file()):
        raise MissingLexicon(language, "there is none")
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BrokenLexicon(language, str(error)) from error
    return build_lexicon(language, data)


def build_lexicon(language: str, data: dict[str, Any]) -> Lexicon:
    """A lexicon from the content of its file.

    Raises ``BrokenLexicon``.
    """
    try:
        return _build(language, data)
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise BrokenLexicon(language, f"{type(error).__name__}: {error}") from error


def _build(language: str, data: dict[str, Any]) -> Lexicon:
    _refuse_unknown(data, _FILE_KEYS, "the file")
    if data["language"] != language:
        raise ValueError(f"says it is {data['language']!r}")
    if data["script"] not in SCRIPTS:
        raise ValueError(f"unknown script {data['script']!r}")
    parts = [_vocabulary(data, data["script"])]
    if "romanised" in data:
        _refuse_unknown(data["romanised"], _VOCABULARY_KEYS, "romanised")
        parts.append(_vocabulary(data["romanised"], "latin"))
    return Lexicon(language, tuple(parts))


def _refuse_unknown(table: dict[str, Any], known: frozenset[str], where: str) -> None:
    if unknown := sorted(set(table) - known):
        raise ValueError(f"{where} has unknown keys {', '.join(unknown)}")


def _vocabulary(data: dict[str, Any], script: str) -> Vocabulary:
    table = table_for(script, bool(data.get("marks", False)))
    result = Vocabulary(table, latin=script == "latin", spaces=bool(data.get("spaces", True)))
    for name, raw in data.get("paradigms", {}).items():
        _refuse_unknown(raw, _PARADIGM_KEYS, f"paradigm {name}")
        result.paradigms[name] = _paradigm(raw, table)
    for name, words in data.get("groups", {}).items():
        result.groups.add(name)
        result.add_words(words, f"<{name}>")
    for strength in STRENGTHS:
        _read_part(result, data.get(strength, {}), strength)
    if not data[TOPIC]:
        raise ValueError("no topic words")
    result.phrases.close()
    if result.latin:  # nearly every line needs them, and none should wait for it
        _ = result.outlines
    return result


def _read_part(vocabulary: Vocabulary, part: dict[str, Any], strength: str) -> None:
    _refuse_unknown(part, _PART_KEYS, strength)
    vocabulary.add_words(part.get("words", {}), strength)
    for notation in part.get("phrases", []):
        vocabulary.add_phrase(notation, strength)
    for stem in part.get("anywhere", []):
        folded = vocabulary.fold(stem)
        if strength == EVERYDAY:
            vocabulary.innocent[folded] = strength
        else:
            vocabulary.anywhere.setdefault(folded, strength)  # topic is read before sensitive


def _paradigm(raw: dict[str, Any], table: FoldTable) -> Paradigm:
    """A paradigm; ``bare = false`` means that the stem never stands without an ending."""
    suffixes = _affixes(raw.get("suffixes", []), table)
    if not raw.get("bare", True):
        suffixes -= {""}
    return Paradigm(_affixes(raw.get("prefixes", []), table), suffixes)


def _affixes(slots: list[str | list[str]], table: FoldTable) -> frozenset[str]:
    """The affixes of a paradigm: single ones, and lists (slots) that combine in their order."""
    combined = {""}
    for slot in slots:
        if not isinstance(slot, str):
            combined |= {left + right.translate(table) for left in combined for right in slot}
    return frozenset(combined | {slot.translate(table) for slot in slots if isinstance(slot, str)})
