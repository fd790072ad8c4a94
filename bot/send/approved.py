"""Words with a verdict: the only thing that the sender takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from undertone.guard import Level, check


class GuardHeld(Exception):
    """Words that the guard holds back; they are never sent."""

    def __init__(self, level: Level) -> None:
        super().__init__(f"held at level {level.value}")
        self.level = level


@dataclass(frozen=True)
class Key:
    """One inline button: title and opaque callback data (Bot API: at most 64 bytes)."""

    title: str
    data: str


@dataclass(frozen=True)
class Bubble:
    """What the one message of a chat shall show."""

    text: str
    keys: tuple[tuple[Key, ...], ...]
    level: Level
    language: str

    def to_json(self) -> dict[str, Any]:
        """As plain data for the outbox."""
        return {
            "text": self.text,
            "keys": [[[key.title, key.data] for key in row] for row in self.keys],
            "level": self.level.value,
            "language": self.language,
        }

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Bubble:
        """What ``to_json`` wrote."""
        keys = tuple(tuple(Key(*key) for key in row) for row in body["keys"])
        return cls(body["text"], keys, Level(body["level"]), body["language"])


@dataclass(frozen=True)
class Approved:
    """A bubble that passed the guard. Only ``approve`` makes one."""

    bubble: Bubble

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        """The buttons as Telegram wants them."""
        rows = [
            [InlineKeyboardButton(key.title, callback_data=key.data) for key in row]
            for row in self.bubble.keys
        ]
        return InlineKeyboardMarkup(rows) if rows else None


def approve(bubble: Bubble) -> Approved:
    """Check every word of ``bubble`` at its level. Raises ``GuardHeld``."""
    titles = [key.title for row in bubble.keys for key in row]
    for text in (bubble.text, *titles):
        if not check(text, bubble.level, bubble.language).passed:
            raise GuardHeld(bubble.level)
    return Approved(bubble)
