"""The client's own word, kept only as keyed hashes.

What is stored is HMAC-SHA256, cut to 12 bytes, of the normalised word, of its form without
repeated letters, of its consonants (so that it is known in the other script too) and of the
word with one letter left out. Every other slip of a finger is undone in the message before
it is hashed, so that slips need no more than this.

What this leaks: without the key nothing, not even the length, since the list is filled up
with random values to a fixed size and sorted. With the key somebody can try out words, as
with any hash of a word; the extra entries make that no easier than the first does. So the
key must go when the session goes, as every session key does.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from undertone.exit_word.slips import SHORTEST, cuts, meant
from undertone.exit_word.sounds import script_of, sounds
from undertone.exit_word.spelling import LONGEST, MOST_TOLERATED, is_whole, normalise, squeeze

_VERSION = 1
_MARK_BYTES = 12
_MARKS = LONGEST + 6
_OTHER_SCRIPT = {"latin": "arabic", "arabic": "latin"}


class BadOwnWord(Exception):
    """A word that cannot be hashed or a stored state that cannot be read."""


@dataclass(frozen=True, repr=False)
class OwnWord:
    """A chosen exit word; says whether a message is it, and nothing else."""

    marks: frozenset[str]
    key: bytes

    @classmethod
    def make(cls, word: str, key: bytes) -> OwnWord:
        """Hash ``word`` under ``key``; raises ``BadOwnWord`` where nothing of it is a letter."""
        plain = normalise(word)
        if not 0 < len(plain) <= LONGEST:
            raise BadOwnWord("the word has no letters or too many")
        marks = {_mark(key, "word", plain), _mark(key, "squeezed", squeeze(plain))}
        marks |= {_mark(key, "cut", rest) for rest in cuts(plain)}
        marks |= {_mark(key, f"sound {script_of(plain)}", sound) for sound in sounds(plain)}
        while len(marks) < _MARKS:
            marks.add(secrets.token_hex(_MARK_BYTES))
        return cls(frozenset(marks), key)

    @classmethod
    def from_state(cls, state: dict[str, Any], key: bytes) -> OwnWord:
        """Read what ``to_state`` gave; raises ``BadOwnWord``."""
        marks = state.get("marks")
        if state.get("version") != _VERSION or not isinstance(marks, list):
            raise BadOwnWord("unknown form of a stored word")
        if not all(isinstance(mark, str) for mark in marks):
            raise BadOwnWord("a stored word holds something else than marks")
        return cls(frozenset(marks), key)

    def to_state(self) -> dict[str, Any]:
        """What to store, fit for JSON; the key is not in it."""
        return {"version": _VERSION, "marks": sorted(self.marks)}

    def is_word(self, word: str) -> bool:
        """Whether ``word`` is the chosen one, spelled the same after normalising."""
        return self._has("word", normalise(word))

    def matches(self, text: str) -> bool:
        """Whether the whole message is the word, in either script, one slip allowed."""
        return is_whole(text, self._matches_word)

    def _matches_word(self, typed: str, parts: int) -> bool:
        if self._has("word", typed) or self._has("squeezed", squeeze(typed)):
            return True
        return parts <= MOST_TOLERATED and (
            self._sounds_like(typed, parts)
            or (len(typed) >= SHORTEST and self._has("cut", typed))
            or any(self._has("word", word) for word in meant(typed))
        )

    def _sounds_like(self, typed: str, parts: int) -> bool:
        """Whether the word is of the other script and has the same consonants."""
        other = _OTHER_SCRIPT.get(script_of(typed) or "")
        return any(self._has(f"sound {other}", sound) for sound in sounds(typed, parts))

    def _has(self, kind: str, text: str) -> bool:
        return _mark(self.key, kind, text) in self.marks


def _mark(key: bytes, kind: str, text: str) -> str:
    digest = hmac.digest(key, f"undertone/v1/exit-word|{kind}|{text}".encode(), hashlib.sha256)
    return digest[:_MARK_BYTES].hex()
