"""Things other than text that a phone sends: made on the spot, small, and about nothing."""

from __future__ import annotations

import secrets
import struct
import zlib
from dataclasses import dataclass
from typing import Any

from sandbox.messages import Json
from sandbox.opus import silence

LARGEST_DOWNLOAD = 20 * 1024 * 1024
"""Bots can download files up to this size."""

KINDS = (
    "voice",
    "photo",
    "document",
    "sticker",
    "contact",
    "location",
    "video",
    "video_note",
    "audio",
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file that the bot may ask for; ``size`` may claim more than ``content`` holds."""

    file_id: str
    unique_id: str
    path: str
    content: bytes
    size: int

    def as_json(self, *, with_path: bool = False) -> Json:
        """The Bot API's ``File``."""
        result: Json = {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }
        if with_path:
            result["file_path"] = self.path
        return result


def store(folder: str, ending: str, content: bytes, size: int | None) -> StoredFile:
    """Give some bytes ids and a path as Telegram would."""
    unique = secrets.token_urlsafe(9)
    name = f"{folder}/file_{secrets.randbelow(10**6)}_{unique}.{ending}"
    return StoredFile(secrets.token_urlsafe(36), unique, name, content, size or len(content))


def make(kind: str, file_size: int | None, sender: Json) -> tuple[Json, StoredFile | None]:
    """The message content of a fresh voice note, picture and so on, with its file.

    Raises ``KeyError`` for a kind that is not in ``KINDS``.
    """
    if kind == "contact":
        return {
            "contact": {
                "phone_number": "+447700900123",
                "first_name": sender["first_name"],
                "user_id": sender["id"],
            }
        }, None
    if kind == "location":
        return {"location": {"latitude": 53.8, "longitude": -1.55}}, None
    folder, ending, content, fields = _FILES[kind]
    stored = store(folder, ending, content, file_size)
    described = {**stored.as_json(), **fields}
    return {kind: [described] if kind == "photo" else described}, stored


def _png(side: int = 64) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    rows = b"".join(b"\0" + bytes([90, 130, 170] * side) for _ in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


_VOICE_SECONDS = 3
_OGG = silence(_VOICE_SECONDS)
_MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
_SQUARE = {"width": 64, "height": 64}
_FILES: dict[str, tuple[str, str, bytes, dict[str, Any]]] = {
    "voice": ("voice", "oga", _OGG, {"duration": _VOICE_SECONDS, "mime_type": "audio/ogg"}),
    "photo": ("photos", "png", _png(), _SQUARE),
    "document": (
        "documents",
        "txt",
        b"A page of nothing in particular.\n",
        {"file_name": "page.txt", "mime_type": "text/plain"},
    ),
    "sticker": (
        "stickers",
        "webp",
        b"RIFF\x1a\x00\x00\x00WEBPVP8L",
        {
            **_SQUARE,
            "type": "regular",
            "is_animated": False,
            "is_video": False,
            "emoji": "\N{SMILING FACE WITH SMILING EYES}",
        },
    ),
    "video": ("videos", "mp4", _MP4, {**_SQUARE, "duration": 2, "mime_type": "video/mp4"}),
    "video_note": ("video_notes", "mp4", _MP4, {"length": 64, "duration": 2}),
    "audio": ("music", "mp3", b"ID3\x04" + bytes(16), {"duration": 2, "mime_type": "audio/mpeg"}),
}
