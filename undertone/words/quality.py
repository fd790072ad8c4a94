"""Quality of translated words, as far as a rule can tell: every finding names what to do.

What no rule can tell is whether a sentence is kind and right; that takes a person.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from undertone.guard import Level
from undertone.guard.folding import table_for
from undertone.guard.tokens import Tokens
from undertone.languages import DEFAULT, Language, language_named
from undertone.phrases import LEVEL as PHRASES_LEVEL
from undertone.phrases import load_phrases
from undertone.words.catalogue import Catalogue, catalogue_path
from undertone.words.responses import load_responses

LONGEST_BUTTON = 30
"""Letters of a button that a small phone still shows on one line of its own."""
LONGEST_NOTIFICATION = 160
"""Letters of a cover-level text: a lock screen shows about so many."""
MOST_LONGER = 2.2
"""A translation may have so many times the letters of its English source."""
SHORT = 60
"""Letters of a text whose translation may be longer than that."""
SCRIPTS = {
    **dict.fromkeys(("ar", "prs", "fa", "ckb", "ps", "ur"), "ARABIC"),
    **dict.fromkeys(("am", "ti"), "ETHIOPIC"),
    "bn": "BENGALI",
    "hi": "DEVANAGARI",
    "pa": "GURMUKHI",
    "ta": "TAMIL",
    "uk": "CYRILLIC",
    "zh": "CJK",
}
"""First word of the Unicode names of a language's letters; Latin where it is not listed."""
QUOTED = ("A person", "Numbers to call")
"""Buttons that other texts name: the client must find the very words on a button."""

TERMS = ("interpreter", "danger", "police", "Home Office", "Migrant Help")
"""Terms of the glossary that must be said alike wherever they stand."""
_STEM = 3
"""Letters of a term's word that stay the same in all its forms."""

_PLACEHOLDER = re.compile(r"\{\w+\}")
_KEPT = "✖👋🌐🌷☕🙂✓…\n"
_NUMBER = re.compile(r"\b(?:55|999)\b")
_NAMES = re.compile(r"Home Office|Migrant Help|LGBTQ\+?|crime reference number|postcode|\{\w+\}")
_ENGLISH = re.compile(
    r"\b(?:the|you|your|and|what|this|that|with|please|write|have|are|is|we|can|person)\b", re.I
)
_WORD = re.compile(r"\w+")
_MOST_ENGLISH = 2
_FIRST_STRONG, _LEFT_TO_RIGHT, _POP = "\u2068", "\u2066", "\u2069"


@dataclass(frozen=True)
class Words:
    """One string and what is known about it."""

    context: str
    source: str
    text: str
    level: Level
    is_button: bool
    language: Language


def all_words(catalogue: Catalogue) -> Iterator[Words]:
    """Every string of a language, as the client would get it."""
    for name, response in load_responses().items():
        yield _words(catalogue, name, response.text, response.level, is_button=False)
        for title in dict.fromkeys(button.title for button in response.buttons):
            yield _words(catalogue, name, title, response.level, is_button=True)
    for phrase in load_phrases():
        yield _words(catalogue, phrase.context, phrase.text, PHRASES_LEVEL, is_button=False)


def _words(
    catalogue: Catalogue, context: str, source: str, level: Level, *, is_button: bool
) -> Words:
    found = catalogue.find(context, source)
    return Words(context, source, found.text if found else "", level, is_button, catalogue.language)


def problems(catalogue: Catalogue) -> Iterator[str]:
    """What is wrong with the words of a language; nothing where no rule finds anything."""
    everything = list(all_words(catalogue))
    for words in everything:
        for problem in problems_of(words):
            yield f"{words.context}: {problem}: {words.text!r}"
    yield from _quotes(everything)
    yield from _terms(everything, catalogue.language)


def problems_of(words: Words) -> Iterator[str]:
    """What is wrong with one string."""
    if not words.text.strip():
        yield "no words"
        return
    for rule in _RULES:
        problem = rule(words)
        if problem:
            yield problem


def _placeholders(words: Words) -> str:
    wanted, found = _PLACEHOLDER.findall(words.source), _PLACEHOLDER.findall(words.text)
    return "" if sorted(wanted) == sorted(found) else "keep the placeholders of the English"


def _signs(words: Words) -> str:
    differ = [sign for sign in _KEPT if words.source.count(sign) != words.text.count(sign)]
    return f"keep {', '.join(map(repr, differ))} as in the English" if differ else ""


def _numbers(words: Words) -> str:
    same = sorted(_NUMBER.findall(words.source)) == sorted(_NUMBER.findall(words.text))
    return "" if same else "write 55 and 999 in these digits, as they stand on the keys"


def _length(words: Words) -> str:
    most = max(SHORT, round(MOST_LONGER * len(words.source)))
    if words.is_button:
        most = LONGEST_BUTTON
    elif words.level is Level.COVER:
        most = min(most, LONGEST_NOTIFICATION)
    return f"too long ({len(words.text)} letters, most {most})" if len(words.text) > most else ""


def _script(words: Words) -> str:
    script = SCRIPTS.get(words.language.code, "LATIN")
    letters = [c for c in _NAMES.sub("", words.text) if unicodedata.category(c).startswith("L")]
    strange = {c for c in letters if not unicodedata.name(c, "").startswith((script, "MODIFIER"))}
    return f"letters of another script: {' '.join(sorted(strange))}" if strange else ""


def _english(words: Words) -> str:
    if words.language is DEFAULT or words.language.code in SCRIPTS:
        return ""
    # each once: a word of another language may look English and stand in most of its sentences
    left = {word.casefold() for word in _ENGLISH.findall(_NAMES.sub("", words.text))}
    same = words.text == words.source and len(_WORD.findall(words.text)) > _MOST_ENGLISH
    return "English is left in it" if same or len(left) > _MOST_ENGLISH else ""


def _isolates(words: Words) -> str:
    """A Latin name between two right-to-left words must not turn the sentence round."""
    opened = words.text.count(_FIRST_STRONG) + words.text.count(_LEFT_TO_RIGHT)
    return "" if opened == words.text.count(_POP) else "close every bidi isolate"


def _shape(words: Words) -> str:
    if words.text != words.text.strip() or "  " in words.text:
        return "blanks at the ends, or two in a row"
    return "" if words.text == unicodedata.normalize("NFC", words.text) else "not in Unicode's NFC"


_RULES: tuple[Callable[[Words], str], ...] = (
    _placeholders,
    _signs,
    _numbers,
    _length,
    _script,
    _english,
    _isolates,
    _shape,
)


def _quotes(everything: list[Words]) -> Iterator[str]:
    """Where a text names a button, it must name it in the words that stand on the button."""
    titles: Mapping[str, set[str]] = {
        name: {words.text for words in everything if words.is_button and words.source == name}
        for name in QUOTED
    }
    for words in everything:
        for name, shown in titles.items():
            quoted = not words.is_button and f"“{name}”" in words.source
            if quoted and not any(title in words.text for title in shown):
                yield f"{words.context}: name the button as it is ({shown}): {words.text!r}"


def glossary(language: Language) -> dict[str, str]:
    """English term to what the client reads; empty for English."""
    path = catalogue_path(language).parent.parent / "glossary.toml"
    if language is DEFAULT:
        return {}
    read: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))
    return read


def _terms(everything: list[Words], language: Language) -> Iterator[str]:
    said = glossary(language)
    for term in TERMS:
        if term not in said:
            continue
        stems = set(said[term]) if SCRIPTS.get(language.code) == "CJK" else _stems(said[term])
        for words in everything:
            if re.search(rf"\b{term}\b", words.source) and not _has(words.text, stems | {term}):
                yield f"{words.context}: say {said[term]!r} for {term}: {words.text!r}"


def _stems(said: str) -> set[str]:
    words = Tokens.of(_fold(_NAMES.sub("", said))).words
    longest = max((len(word) for word in words), default=0)
    return {word[:_STEM] for word in words if len(word) >= min(_STEM, longest)}


def _has(text: str, stems: set[str]) -> bool:
    folded = _fold(text)
    return any(stem in folded or stem in text for stem in stems)


def _fold(text: str) -> str:
    return text.translate(table_for("plain"))


def problems_in(code: str, catalogues: Mapping[str, Catalogue]) -> list[str]:
    """As ``problems``, for a language by its code. Raises ``UnknownLanguage``."""
    return list(problems(catalogues[language_named(code).code]))
