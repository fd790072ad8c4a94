"""How bytes and ids are written, the same on both ends (``console/assets/js/sealing/bytes.js``)."""

from __future__ import annotations

import base64
import binascii
import re

from undertone.sealing.errors import SealingError

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def to_base64(data: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes | None:
    """The bytes of canonical base64, or ``None``: one byte string has exactly one spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError):
        return None
    return data if to_base64(data) == text else None


def label(name: str, ids: tuple[str, ...], error: type[SealingError]) -> bytes:
    """``name|id|id…`` as bytes, for what is authenticated along with a sealed text.

    Ids hold no ``|``, so no two lists of ids give the same label. Raises ``error`` on another id.
    """
    for each in ids:
        if not isinstance(each, str) or not _ID.fullmatch(each):
            raise error("an id is missing or holds other than letters, digits, - and _")
    return "|".join((name, *ids)).encode("utf-8")
