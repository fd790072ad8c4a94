"""One JSON object as padded bytes: its true length shows only as one of a few sizes.

Layout: 4 bytes length (big-endian), the object as UTF-8 JSON, zero bytes up to the bucket.
Fails closed in both directions. No error is raised ``from`` a parser's own: those carry the text.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from undertone.sealing.errors import SealingFailed, Tampered

LENGTH_BYTES = 4
BUCKETS = (512, 2_048, 8_192, 32_768, 131_072, 524_288, 2_097_152)
"""A brief in a few words, one in many, and steps of four above; nothing larger is sealed."""


def pad(content: dict[str, Any]) -> bytes:
    """``content`` as padded bytes; raises ``SealingFailed`` where it is too large or not JSON."""
    text = _to_json(content) if isinstance(content, dict) else None
    if text is None:
        raise SealingFailed("content is one object of plain JSON")
    bucket = _bucket(LENGTH_BYTES + len(text))
    if bucket is None:
        raise SealingFailed("the content is larger than the largest bucket")
    return (len(text).to_bytes(LENGTH_BYTES, "big") + text).ljust(bucket, b"\0")


def unpad(padded: bytes) -> dict[str, Any]:
    """The object in padded bytes; raises ``Tampered`` on any layout but the one ``pad`` makes."""
    end = LENGTH_BYTES + int.from_bytes(padded[:LENGTH_BYTES], "big")
    if _bucket(end) != len(padded) or padded[end:].strip(b"\0"):
        raise Tampered("the padding is not ours")
    content = _from_json(padded[LENGTH_BYTES:end])
    if content is None:
        raise Tampered("the content is not a JSON object")
    return content


def _bucket(size: int) -> int | None:
    return next((bucket for bucket in BUCKETS if bucket >= size), None)


def _to_json(content: dict[str, Any]) -> bytes | None:
    try:
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode("utf-8")
    except (TypeError, ValueError, RecursionError):
        return None


def _from_json(text: bytes) -> dict[str, Any] | None:
    try:
        content = json.loads(text.decode("utf-8"), parse_constant=_refuse)
        # JSON may spell half a surrogate pair; such a text could not be sent on.
        json.dumps(content, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
