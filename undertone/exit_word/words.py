"""The exit words on offer per language, read from ``words/<code>.toml``.

Everyday words that have nothing to do with the topic, are no names, and have no other everyday
word one letter away. The first is the default. A file has

- ``[[words]]``: each with its ``word`` as it is shown and its ``spellings``, other ways to write
  it (script variants, colloquial forms, romanised);
- ``replies``: messages that people send as answers; never an exit word, never read as a typo
  of one;
- ``keyboard`` (optional): the language's layout, key by key, in the order of ``layouts.KEYS``;
- ``alike`` (optional): groups of letters that people of this language write for one another,
  or hit by mistake on its keyboard.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from undertone.exit_word.layouts import Layout
from undertone.exit_word.slips import cuts
from undertone.exit_word.sounds import sounds
from undertone.exit_word.spelling import normalise, squeeze
from undertone.languages import language_named

_FOLDER = Path(__file__).with_name("words")


class BrokenExitWords(Exception):
    """A file of exit words is missing or cannot be used."""


@dataclass(frozen=True)
class Choice:
    """A word on offer and the normalised forms of all its spellings.

    ``squeezed`` are the forms without repeated letters, ``cut`` those with a letter left out,
    ``sounds`` the consonants of the word itself.
    """

    word: str
    forms: frozenset[str]
    squeezed: frozenset[str]
    cut: frozenset[str]
    sounds: frozenset[str]


@dataclass(frozen=True)
class Offer:
    """What one language offers; the first choice is the default."""

    choices: tuple[Choice, ...]
    replies: frozenset[str]
    layout: Layout | None


@cache
def offer_in(language: str) -> Offer:
    """The words of a language.

    Raises ``UnknownLanguage`` or ``BrokenExitWords``.
    """
    code = language_named(language).code
    try:
        return _offer(_data(code))
    except (OSError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise BrokenExitWords(f"{code}: {type(error).__name__}: {error}") from error


def _data(code: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))


def _offer(data: dict[str, Any]) -> Offer:
    choices = tuple(_choice(entry) for entry in data["words"])
    if not choices:
        raise ValueError("no words")
    keyboard = data.get("keyboard")
    return Offer(
        choices,
        frozenset(normalise(reply) for reply in data["replies"]),
        Layout(keyboard) if keyboard else None,
    )


def _choice(entry: dict[str, Any]) -> Choice:
    forms = frozenset(normalise(form) for form in (entry["word"], *entry.get("spellings", [])))
    cut = frozenset(rest for form in forms for rest in cuts(form))
    squeezed = frozenset(map(squeeze, forms))
    return Choice(entry["word"], forms, squeezed, cut, sounds(normalise(entry["word"])))
