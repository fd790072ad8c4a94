"""The outer shape of sealed content, as far as the console can check it without a key.

Fails closed: what does not look sealed is refused, so a page that forgot to seal stores
nothing.
"""

from __future__ import annotations

from undertone.sealing.envelope import NONCE_BYTES, TAG_BYTES
from undertone.sealing.padding import BUCKETS
from undertone.sealing.wire import from_base64

LARGEST_LINE = 32_768
"""An officer's line has at most 3,000 characters: the next bucket would be a mistake."""


class NotSealed(Exception):
    """The text cannot be sealed content."""


def must_be_sealed(text: str) -> str:
    """``text`` where it has the length that padding to a bucket gives.

    Raises ``NotSealed`` otherwise.
    """
    raw = from_base64(text)
    size = len(raw) - NONCE_BYTES - TAG_BYTES if raw is not None else 0
    if size not in BUCKETS or size > LARGEST_LINE:
        raise NotSealed
    return text
