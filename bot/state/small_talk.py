"""A chat in which somebody else is typing: it goes on about the weather, and no more.

Sealed under an epoch key and gone an hour after the last message. The only way back is the
client's own word; ``/exit`` and ✖ empty the chat and leave this as it is, because whoever
holds the phone can find those.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

KEEP_SECONDS = 60 * 60
LINES = 4


@dataclass(frozen=True)
class SmallTalk:
    """What is needed to go on."""

    language: str
    line: int = 1
    """Number of the line that comes next."""
    own_word: dict[str, Any] | None = None

    @property
    def response(self) -> str:
        """The line that comes next."""
        return f"utter_small_talk_{self.line}"

    def next(self) -> SmallTalk:
        """After that line."""
        return replace(self, line=self.line % LINES + 1)

    def to_json(self) -> bytes:
        """As JSON bytes."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> SmallTalk:
        """What ``to_json`` gave."""
        return cls(**json.loads(raw))
