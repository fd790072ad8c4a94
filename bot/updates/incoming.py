"""Telegram's JSON becomes a strict typed model at the door (Bot API, "Update").

Whatever is not understood is a defined kind of its own or ``BadUpdate``; nothing further
in ever sees raw JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a client did."""

    TEXT = "text"
    COMMAND = "command"
    BUTTON = "button"
    EDITED = "edited"
    VOICE = "voice"
    MEDIA = "media"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    GROUP = "group"
    OTHER = "other"


MEDIA_FIELDS = (
    "audio",
    "photo",
    "video",
    "video_note",
    "document",
    "sticker",
    "animation",
    "contact",
    "location",
    "venue",
    "poll",
    "dice",
    "game",
    "story",
)


class BadUpdate(Exception):
    """An update that does not have the shape of the Bot API; the text never quotes it."""


@dataclass(frozen=True)
class VoiceNote:
    """A spoken message, not fetched yet (Bot API, "Voice"); ``size`` in bytes, 0 where unsaid."""

    file_id: str
    seconds: int
    size: int


@dataclass(frozen=True)
class Incoming:
    """One thing that happened in a chat."""

    kind: Kind
    chat_id: int
    message_id: int | None = None
    text: str = ""
    callback_id: str = ""
    callback_data: str = ""
    language_code: str = ""
    voice: VoiceNote | None = None


def parse(update: Any) -> Incoming:
    """The typed form of an update. Raises ``BadUpdate``."""
    try:
        return _parse(update)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BadUpdate(type(error).__name__) from None


def chat_and_message(update: Any) -> tuple[int | None, int | None]:
    """Chat id and the id to put on the ledger, where an update has them."""
    try:
        incoming = parse(update)
    except BadUpdate:
        return None, None
    return incoming.chat_id, incoming.message_id


def _parse(update: dict[str, Any]) -> Incoming:
    if "message" in update:
        return _message(update["message"], edited=False)
    if "edited_message" in update:
        return _message(update["edited_message"], edited=True)
    if "callback_query" in update:
        return _button(update["callback_query"])
    if "my_chat_member" in update:
        return _membership(update["my_chat_member"])
    raise BadUpdate("unknown type of update")


def _message(message: dict[str, Any], *, edited: bool) -> Incoming:
    chat_id, private = _chat(message["chat"])
    if not private:
        return Incoming(Kind.GROUP, chat_id)
    text = message.get("text", "")
    if not isinstance(text, str):
        raise BadUpdate("text is not text")
    return Incoming(
        Kind.EDITED if edited else _kind(message, text),
        chat_id,
        _whole(message["message_id"]),
        text=text,
        language_code=_language(message.get("from")),
        voice=_voice(message["voice"]) if "voice" in message else None,
    )


def _kind(message: dict[str, Any], text: str) -> Kind:
    if text:
        return Kind.COMMAND if text.startswith("/") else Kind.TEXT
    if "voice" in message:
        return Kind.VOICE
    return Kind.MEDIA if any(field in message for field in MEDIA_FIELDS) else Kind.OTHER


def _voice(voice: dict[str, Any]) -> VoiceNote:
    return VoiceNote(
        str(voice["file_id"]), _whole(voice["duration"]), _whole(voice.get("file_size", 0))
    )


def _button(query: dict[str, Any]) -> Incoming:
    message = query["message"]
    chat_id, private = _chat(message["chat"])
    if not private:
        return Incoming(Kind.GROUP, chat_id)
    return Incoming(
        Kind.BUTTON,
        chat_id,
        _whole(message["message_id"]),
        callback_id=str(query["id"]),
        callback_data=str(query.get("data", "")),
        language_code=_language(query.get("from")),
    )


def _membership(change: dict[str, Any]) -> Incoming:
    chat_id, private = _chat(change["chat"])
    if not private:
        return Incoming(Kind.GROUP, chat_id)
    gone = change["new_chat_member"]["status"] in ("kicked", "left")
    return Incoming(Kind.BLOCKED if gone else Kind.UNBLOCKED, chat_id)


def _chat(chat: dict[str, Any]) -> tuple[int, bool]:
    return _whole(chat["id"]), chat.get("type", "private") == "private"


def _language(sender: Any) -> str:
    return str(sender.get("language_code") or "") if isinstance(sender, dict) else ""


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise BadUpdate("an id is not a whole number")
    return value
