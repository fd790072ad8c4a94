"""The exit word: the way out that works in every state, before anything else looks.

``is_exit`` says whether a whole message is the client's own word, the language's default or
a universal sign (``/exit``, ✖). It fails towards staying: a sentence that contains the word
is no exit, a broken word list raises so that a start fails loudly. It needs no other part.

The words on offer are data in ``words.toml``; the client's own word is only ever kept as
keyed hashes (``own.py`` says what that leaks).
"""

from undertone.exit_word.acceptable import acceptable
from undertone.exit_word.matching import is_exit, is_universal
from undertone.exit_word.own import BadOwnWord, OwnWord
from undertone.exit_word.spelling import normalise
from undertone.exit_word.words import BrokenExitWords, offer_in
from undertone.languages import LANGUAGES

__all__ = [
    "BadOwnWord",
    "BrokenExitWords",
    "OwnWord",
    "acceptable",
    "choices",
    "default_word",
    "is_exit",
    "is_reply",
    "is_universal",
    "normalise",
]


def default_word(language: str) -> str:
    """The word offered first in a language; it works whatever the client chose."""
    return offer_in(language).choices[0].word


def choices(language: str) -> tuple[str, ...]:
    """The words to choose from, the default first."""
    return tuple(choice.word for choice in offer_in(language).choices)


def is_reply(text: str) -> bool:
    """Whether the message is something that people answer or greet with, in any language."""
    plain = normalise(text)
    return any(plain in offer_in(language).replies for language in LANGUAGES)
