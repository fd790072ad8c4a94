"""A case's data key, wrapped for its readers, and content sealed under it.

Data key: HPKE (RFC 9180, base mode) with X-Wing (draft-connolly-cfrg-xwing-kem), HKDF-SHA256,
AES-256-GCM; case, envelope and recipient are bound in ``info``. Content: AES-256-GCM; case,
envelope, kind and content id are authenticated with it. Fails closed: an error means that
nothing was sealed, or nothing opened, and there is no plaintext to fall back to.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from undertone.sealing.errors import NoRecipients, SealingError, SealingFailed, Tampered
from undertone.sealing.keys import private_key, read_public_key
from undertone.sealing.padding import BUCKETS, pad, unpad
from undertone.sealing.recipients import Recipient, RecipientList
from undertone.sealing.wire import from_base64, label, to_base64

DATA_KEY_BYTES = 32
"""AES-256."""
ENC_BYTES = 1_120
"""X-Wing ciphertext: 1,088 of ML-KEM-768 and 32 of X25519."""
TAG_BYTES = 16
WRAPPED_BYTES = ENC_BYTES + DATA_KEY_BYTES + TAG_BYTES
NONCE_BYTES = 12
"""Drawn at random: NIST SP 800-38D section 8.3 allows 2**32 under one key."""

_INFO = "undertone/v1/case-key"
_AAD = "undertone/v1/content"


class ContentKind(StrEnum):
    """What a sealed text is; a text of one kind never opens as another."""

    BRIEF = "brief"
    CLIENT_MESSAGE = "client_message"
    OFFICER_MESSAGE = "officer_message"
    CALLBACK = "callback"


@dataclass(frozen=True, kw_only=True)
class DataKey:
    """The random key of one envelope of one case; ``secret`` must itself only be stored sealed."""

    case_id: str
    envelope_id: str
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        label(_INFO, (self.case_id, self.envelope_id), SealingFailed)
        if len(self.secret) != DATA_KEY_BYTES:
            raise SealingFailed(f"a data key has {DATA_KEY_BYTES} bytes")

    @classmethod
    def make(cls, case_id: str, envelope_id: str | None = None) -> DataKey:
        """A new data key, in a new envelope unless one is named."""
        return cls(
            case_id=case_id,
            envelope_id=envelope_id or str(uuid.uuid4()),
            secret=secrets.token_bytes(DATA_KEY_BYTES),
        )

    def wrap_for(self, recipients: RecipientList) -> dict[str, str]:
        """Recipient id → the data key sealed to that recipient, for everyone on the signed list.

        A list with the recovery key alone is enough: the first client of a new installation is
        kept for the officers to come. Raises ``NoRecipients`` where the list is empty and
        ``SealingFailed`` where it fails for any one of them: a case that only some can read is
        not stored.
        """
        if not recipients.recipients:
            raise NoRecipients("the recipients list is empty")
        return {each.id: self.wrap_to(each) for each in recipients.recipients}

    def wrap_to(self, recipient: Recipient) -> str:
        """The data key sealed to one recipient of the signed list; raises ``SealingFailed``."""
        info = label(_INFO, (self.case_id, self.envelope_id, recipient.id), SealingFailed)
        try:
            wrapped = _suite().encrypt(
                self.secret, read_public_key(recipient.public_key), info=info
            )
        except (SealingError, ValueError) as error:
            raise SealingFailed(f"cannot seal to recipient {recipient.id}") from error
        return to_base64(wrapped)


def open_with_seed(
    wrapped: str, seed: bytes, *, case_id: str, envelope_id: str, recipient_id: str
) -> DataKey:
    """The data key sealed to the recipient whose seed this is; raises ``Tampered`` or ``BadKey``.

    For the recovery key, on the machine where it is kept. Officers open in the browser.
    """
    key = private_key(seed)
    info = label(_INFO, (case_id, envelope_id, recipient_id), Tampered)
    data = from_base64(wrapped)
    if data is None or len(data) != WRAPPED_BYTES:
        raise Tampered("the wrapped key has the wrong length")
    try:
        secret = _suite().decrypt(data, key, info=info)
    except (InvalidTag, ValueError):
        raise Tampered("the case key does not open") from None
    return DataKey(case_id=case_id, envelope_id=envelope_id, secret=secret)


def seal_content(key: DataKey, kind: ContentKind, content_id: str, content: dict[str, Any]) -> str:
    """``content`` sealed as base64; raises ``SealingFailed``, and then nothing may be stored."""
    aad = _bound_to(key, kind, content_id, SealingFailed)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return to_base64(nonce + AESGCM(key.secret).encrypt(nonce, pad(content), aad))


def open_content(key: DataKey, kind: ContentKind, content_id: str, sealed: str) -> dict[str, Any]:
    """The object sealed in base64; raises ``Tampered`` where it was sealed elsewhere or altered."""
    aad = _bound_to(key, kind, content_id, Tampered)
    data = from_base64(sealed)
    if data is None or len(data) - NONCE_BYTES - TAG_BYTES not in BUCKETS:
        raise Tampered("the sealed text has the wrong length")
    try:
        padded = AESGCM(key.secret).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], aad)
    except InvalidTag:
        raise Tampered("the sealed text does not open") from None
    return unpad(padded)


def _bound_to(key: DataKey, kind: ContentKind, content_id: str, error: type[SealingError]) -> bytes:
    if kind not in set(ContentKind):
        raise error("unknown kind of content")
    return label(_AAD, (key.case_id, key.envelope_id, str(kind), content_id), error)


def _suite() -> Suite:
    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
