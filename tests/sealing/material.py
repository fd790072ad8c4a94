"""Cases, envelopes and readers that the tests of this room share."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from undertone.sealing.envelope import DataKey, open_with_seed
from undertone.sealing.keys import KeyPair
from undertone.sealing.recipients import Recipient, RecipientList, Role

CASE = "0f6a2a55-51c6-4a4e-8a1b-6a4a7a3f2b10"
OTHER_CASE = "7d0c9a3e-2a4f-4c58-9a53-0f1f5f8b6c21"
OFFICER_ID = "3b1f8f60-33c5-4a89-9d5e-1c9d8f0a7e42"
RECOVERY_ID = "c2d4e6f8-1a3b-4c5d-8e7f-9a0b1c2d3e4f"
MESSAGE = "5e8f2c1a-7b6d-4e9f-8a3c-2d1b0f9e8c7a"
PASSPHRASE = "nine green chairs walk home"
X25519_IGNORES = 1_119 * 8 + 7
"""The highest bit of the X25519 half of a wrapped key: that function masks it, X-Wing does not."""


@dataclass(frozen=True)
class Reader:
    """A recipient together with its key pair."""

    id: str
    role: Role
    pair: KeyPair

    @property
    def recipient(self) -> Recipient:
        return Recipient(
            id=self.id, role=self.role, label=self.role.value, public_key=self.pair.public_key
        )


OFFICER = Reader(OFFICER_ID, Role.OFFICER, KeyPair.from_seed(bytes(range(32))))
RECOVERY = Reader(RECOVERY_ID, Role.RECOVERY, KeyPair.from_seed(bytes(range(32, 64))))
STRANGER = Reader(
    "a9b8c7d6-e5f4-4a3b-9c2d-1e0f9a8b7c6d",
    Role.OFFICER,
    KeyPair.from_seed(bytes(range(64, 96))),
)


def listed(*readers: Reader, serial: int = 1) -> RecipientList:
    """A list as it comes out of ``load``."""
    return RecipientList(
        serial=serial, issued_at="2026-11-01T09:00:00+00:00", recipients=_recipients(readers)
    )


def _recipients(readers: tuple[Reader, ...]) -> tuple[Recipient, ...]:
    return tuple(each.recipient for each in readers)


def open_as(reader: Reader, key: DataKey, wrapped: dict[str, str]) -> DataKey:
    """The data key as ``reader`` opens it."""
    return open_with_seed(
        wrapped[reader.id],
        reader.pair.seed,
        case_id=key.case_id,
        envelope_id=key.envelope_id,
        recipient_id=reader.id,
    )


def browser_key(
    key: DataKey, reader: Reader = OFFICER, *, changed: dict[str, str] | None = None
) -> dict[str, str]:
    """What the browser needs to open ``key`` as ``reader``; ``changed`` lies about a part of it."""
    return {
        "wrapped": key.wrap_for(listed(OFFICER, RECOVERY))[reader.id],
        "seed": base64.b64encode(reader.pair.seed).decode(),
        "case_id": key.case_id,
        "envelope_id": key.envelope_id,
        "recipient_id": reader.id,
    } | (changed or {})


def flipped(text: str, bit: int) -> str:
    """Base64 text with one bit of its bytes turned."""
    data = bytearray(base64.b64decode(text))
    data[bit // 8] ^= 1 << (bit % 8)
    return base64.b64encode(bytes(data)).decode()


def shortened(text: str, by: int) -> str:
    """Base64 text without its last ``by`` bytes."""
    return base64.b64encode(base64.b64decode(text)[:-by]).decode()


any_text = st.text(st.characters(codec="utf-8"), max_size=400)
"""Any script, right-to-left marks, emoji, control characters."""

any_content: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    any_text.filter(lambda name: name != "__proto__"),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | any_text,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4),
        max_leaves=12,
    ),
    max_size=6,
)
