"""Lines that officers need often, ready in every language of the clients.

Fails closed: a phrase without words in a language is shown to the officer as missing and
cannot be put into the composer. Whatever is sent passes the guard all the same.
"""

from undertone.phrases.offered import OfferedGroup, OfferedPhrase, offered_in
from undertone.phrases.source import (
    GAP,
    LEVEL,
    BadPhrases,
    Phrase,
    PhraseGroup,
    load_groups,
    load_phrases,
)

__all__ = [
    "GAP",
    "LEVEL",
    "BadPhrases",
    "OfferedGroup",
    "OfferedPhrase",
    "Phrase",
    "PhraseGroup",
    "load_groups",
    "load_phrases",
    "offered_in",
]
