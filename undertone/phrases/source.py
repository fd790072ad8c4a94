"""The phrases in English, from ``phrases.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from undertone.guard import Level

PHRASES = Path(__file__).with_name("phrases.toml")
LEVEL = Level.PRIVATE
"""Officers only write inside a session."""
GAP = "…"
"""What the officer fills in; a phrase has one at most."""
_NAME = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_TAG = re.compile(r"[a-z]+")


class BadPhrases(Exception):
    """``phrases.toml`` holds something that cannot be used; names the phrase."""


@dataclass(frozen=True)
class Phrase:
    """One phrase; ``tags`` are beginnings of English words that it can stand in for."""

    key: str
    text: str
    tags: tuple[str, ...]

    @property
    def context(self) -> str:
        """The gettext context of its translations."""
        return f"phrase_{self.key}"

    @property
    def has_gap(self) -> bool:
        """Whether the officer must fill something in."""
        return GAP in self.text


@dataclass(frozen=True)
class PhraseGroup:
    """Phrases that belong together, under a title for the officer."""

    title: str
    phrases: tuple[Phrase, ...]


def load_groups(path: Path = PHRASES) -> tuple[PhraseGroup, ...]:
    """All groups in their order.

    Raises ``BadPhrases`` where a key comes twice or a phrase lacks what it needs.
    """
    body = tomllib.loads(path.read_text(encoding="utf-8"))
    groups = tuple(
        PhraseGroup(group["title"], tuple(_phrase(row) for row in group["phrase"]))
        for group in body["group"]
    )
    keys = [phrase.key for group in groups for phrase in group.phrases]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise BadPhrases(f"{', '.join(sorted(twice))}: the key is there twice")
    return groups


def load_phrases(path: Path = PHRASES) -> tuple[Phrase, ...]:
    """All phrases in their order; raises what ``load_groups`` raises."""
    return tuple(phrase for group in load_groups(path) for phrase in group.phrases)


def _phrase(row: dict[str, Any]) -> Phrase:
    key, text, tags = row.get("key", ""), row.get("text", "").strip(), tuple(row.get("tags", ()))
    if set(row) != {"key", "text", "tags"} or not _NAME.fullmatch(key):
        raise BadPhrases(f"{key or text}: write key, text and tags, and nothing else")
    if not text or text.count(GAP) > 1:
        raise BadPhrases(f"{key}: write one text with one gap at most")
    if not tags or not all(_TAG.fullmatch(tag) for tag in tags):
        raise BadPhrases(f"{key}: tags are small English letters, one at least")
    return Phrase(key, text, tags)
