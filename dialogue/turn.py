"""One turn while it runs: what the request brought and what the answer will carry.

Every request has its own ``Turn`` in a context variable, so chats that run at the same
time cannot see each other, and nothing outlives the answer. Fails closed: a request or
state that is not exactly ours raises ``BadTurn``.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional

VERSION = 1
LONGEST_TEXT = 8_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_PLAIN = (str, bool, int, float, type(None))


class BadTurn(Exception):
    """A request that does not follow the turn protocol; never carries what was written."""


@dataclass
class State:
    """What a conversation carries from turn to turn: its slots and the form it is in."""

    slots: Dict[str, Any] = field(default_factory=dict)
    loop: Optional[str] = None

    def to_json(self) -> Dict[str, Any]:
        """The plain object that travels to the gateway and back."""
        return {"version": VERSION, "slots": self.slots, "loop": self.loop}

    @classmethod
    def from_json(cls, body: Any) -> "State":
        """The state of an earlier answer; an empty one for ``None``.

        Raises ``BadTurn`` on anything that ``to_json`` does not make.
        """
        if body is None:
            return cls()
        if not isinstance(body, dict) or set(body) != {"version", "slots", "loop"}:
            raise BadTurn("state")
        slots, loop = body["slots"], body["loop"]
        if body["version"] != VERSION or not isinstance(slots, dict):
            raise BadTurn("state")
        if loop is not None and not isinstance(loop, str):
            raise BadTurn("state")
        if not all(_is_plain(value) for value in slots.values()):
            raise BadTurn("state")
        return cls(slots=dict(slots), loop=loop)


@dataclass
class Turn:
    """The box of one request: filled by the channel, read and written by the store."""

    text: str
    language: str
    state: State
    replies: List[Dict[str, Any]] = field(default_factory=list)
    effects: List[Dict[str, Any]] = field(default_factory=list)
    variables: Dict[str, str] = field(default_factory=dict)
    understood: Optional[Dict[str, Any]] = None
    saved: bool = False
    failed: bool = False

    @classmethod
    def from_json(cls, body: Any) -> "Turn":
        """The turn that a request asks for; raises ``BadTurn`` where it is malformed."""
        if not isinstance(body, dict) or set(body) != {"version", "text", "language", "state"}:
            raise BadTurn("fields")
        text, language = body["text"], body["language"]
        if type(body["version"]) is not int or body["version"] != VERSION:
            raise BadTurn("version")
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_TEXT:
            raise BadTurn("text")
        if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
            raise BadTurn("language")
        text = text.encode("utf-8", "replace").decode("utf-8")
        return cls(text=text, language=language, state=State.from_json(body["state"]))

    def to_json(self) -> Dict[str, Any]:
        """The answer to the gateway."""
        for reply in self.replies:
            reply["variables"] = {**self.variables, **reply["variables"]}
        return {
            "version": VERSION,
            "state": self.state.to_json(),
            "replies": self.replies,
            "effects": self.effects,
            "understood": self.understood,
        }


current: ContextVar[Optional[Turn]] = ContextVar("turn", default=None)
"""The turn that the running request belongs to; ``None`` outside of our channel."""


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, _PLAIN) for item in value)
    return isinstance(value, _PLAIN)
