"""Messages and chats as Telegram's server keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Keyboard = list[list[Json]]
"""Rows of inline buttons in the Bot API's own form."""

PRIVATE = "private"


@dataclass(slots=True)
class Message:
    """One message; ``text`` holds the caption where ``kind`` is not ``text``."""

    message_id: int
    chat_id: int
    sender_id: int
    from_bot: bool
    date: float
    kind: str = "text"
    text: str = ""
    content: Json = field(default_factory=dict)
    keyboard: Keyboard = field(default_factory=list)
    edited_at: float | None = None
    silent: bool = False
    protected: bool = False
    previews: bool = True

    @property
    def summary(self) -> str:
        """What a notification or a chat list shows of it."""
        if self.kind == "text":
            return self.text
        label = self.kind.replace("_", " ").capitalize()
        return f"{label}: {self.text}" if self.text else label


@dataclass(slots=True)
class Chat:
    """A private chat (``chat_id`` is the person's id) or a group (negative id)."""

    chat_id: int
    type: str
    title: str
    members: list[int]
    bot_status: str = "left"
    """``member``; ``left`` where it was never started or went; ``kicked`` where blocked."""
    started: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    reply_keyboard: list[list[str]] = field(default_factory=list)

    @property
    def is_private(self) -> bool:
        """Whether it is the chat of one person with the bot."""
        return self.type == PRIVATE
