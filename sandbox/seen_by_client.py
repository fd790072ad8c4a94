"""What ``sandbox.client`` hands to tests: messages, notifications, calls, as plain records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message."""

    text: str
    data: str | None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message that stands in a chat."""

    message_id: int
    chat_id: int
    kind: str
    text: str
    from_bot: bool
    buttons: tuple[tuple[Button, ...], ...]
    at: float
    edited: bool
    silent: bool
    protected: bool
    previews: bool
    read: bool

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of its buttons, row after row."""
        return tuple(button.text for row in self.buttons for button in row)


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification on the lock screen."""

    chat_id: int
    message_id: int
    title: str
    text: str
    silent: bool
    at: float


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that happened on the lock screen, with the text readable then."""

    event: Literal["shown", "rewritten", "removed", "read", "dismissed"]
    chat_id: int
    message_id: int
    text: str
    silent: bool
    at: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A text that stood on the screen (for ``deleted``: until then), with its buttons."""

    event: Literal["sent", "edited", "deleted", "answer"]
    chat_id: int
    message_id: int
    from_bot: bool
    text: str
    labels: tuple[str, ...]
    at: float


@dataclass(frozen=True, slots=True)
class Timing:
    """When a played step was queued as an update and when the bot's answer stood there."""

    asked: float
    answered: float

    @property
    def seconds(self) -> float:
        """How long the answer took."""
        return self.answered - self.asked


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API.

    ``arrived`` and ``answered`` are real time, ``at`` Telegram's clock. ``effect`` says that
    the method was run, also where a fault then swallowed the answer.
    """

    sequence: int
    method: str
    chat_id: int | None
    params: dict[str, Any]
    at: float
    arrived: float
    answered: float | None
    ok: bool | None
    error_code: int | None
    description: str | None
    fault: str | None
    effect: bool

    @property
    def text(self) -> str:
        """The text it carried, if any."""
        return str(self.params.get("text", ""))


def read_message(given: dict[str, Any]) -> Message:
    """A message from a view."""
    buttons = tuple(tuple(Button(**button) for button in row) for row in given["buttons"])
    names = ("chat_id", "kind", "text", "from_bot", "at", "edited", "silent")
    fields = {name: given[name] for name in (*names, "protected", "previews", "read")}
    return Message(message_id=given["id"], buttons=buttons, **fields)


def read_notification(given: dict[str, Any]) -> Notification:
    """A notification from a view."""
    return Notification(**given)


def read_seen(given: dict[str, Any]) -> Seen:
    """A lock screen event from a view."""
    return Seen(**given)


def read_shown(given: dict[str, Any]) -> Shown:
    """An entry of a phone's history."""
    return Shown(**{**given, "labels": tuple(given["labels"])})
