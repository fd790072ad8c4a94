"""Key pairs of officers and of the recovery key, and a seed wrapped by a passphrase.

X-Wing is draft-connolly-cfrg-xwing-kem: a 32-byte seed from which both halves come, ML-KEM-768
(FIPS 203) and X25519 (RFC 7748). Officers' pairs are made in the browser; here they are made
for the recovery key and for trying out. Fails closed.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey

from undertone.sealing.errors import BadKey, BadWrappedSeed, PassphraseTooShort, WrongPassphrase
from undertone.sealing.wire import from_base64, label, to_base64

SEED_BYTES = 32
EXPANDED_BYTES = 96
"""SHAKE-256 of the seed (X-Wing section 5.2): 64 bytes for ML-KEM-768, 32 for X25519."""
MLKEM_SEED_BYTES = 64
MLKEM_PUBLIC_BYTES = 1_184
PUBLIC_KEY_BYTES = 1_216
FINGERPRINT_BYTES = 16

KDF = "PBKDF2-HMAC-SHA256"
ITERATIONS = 600_000
"""OWASP Password Storage Cheat Sheet, PBKDF2-HMAC-SHA256: what browsers offer without a library."""
SALT_BYTES = 16
"""NIST SP 800-132 section 5.1: at least 128 bits."""
NONCE_BYTES = 12
TAG_BYTES = 16
SHORTEST_PASSPHRASE = 15
"""NIST SP 800-63B-4: 15 characters for a password that nothing else backs."""

_AAD = "undertone/v1/officer-seed"


@dataclass(frozen=True)
class KeyPair:
    """A seed (secret) and the public key that belongs to it, base64 of 1,216 bytes."""

    seed: bytes = field(repr=False)
    public_key: str

    @classmethod
    def make(cls) -> KeyPair:
        """A new key pair."""
        return cls.from_seed(secrets.token_bytes(SEED_BYTES))

    @classmethod
    def from_seed(cls, seed: bytes) -> KeyPair:
        """The key pair of a seed; raises ``BadKey`` where it is not 32 bytes."""
        mlkem, x25519 = _halves(seed)
        raw = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        return cls(seed=seed, public_key=to_base64(raw))


def private_key(seed: bytes) -> MLKEM768X25519PrivateKey:
    """The HPKE private key of a seed; raises ``BadKey``."""
    return MLKEM768X25519PrivateKey(*_halves(seed))


def read_public_key(public_key: str) -> MLKEM768X25519PublicKey:
    """The HPKE public key in base64; raises ``BadKey`` where it is not one."""
    raw = _public_bytes(public_key)
    try:
        mlkem = MLKEM768PublicKey.from_public_bytes(raw[:MLKEM_PUBLIC_BYTES])
        x25519 = X25519PublicKey.from_public_bytes(raw[MLKEM_PUBLIC_BYTES:])
    except ValueError as error:
        raise BadKey("not an X-Wing public key") from error
    return MLKEM768X25519PublicKey(mlkem, x25519)


def fingerprint(public_key: str) -> str:
    """What an officer and an administrator compare by eye: eight groups of four hex digits."""
    digest = hashlib.sha256(_public_bytes(public_key)).hexdigest()[: 2 * FINGERPRINT_BYTES]
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def read_seed_file(path: Path) -> bytes:
    """The seed in a file that holds its base64; raises ``BadKey`` where it holds anything else."""
    seed = from_base64(path.read_text(encoding="ascii", errors="replace").strip())
    if seed is None or len(seed) != SEED_BYTES:
        raise BadKey(f"{path.name} does not hold a seed")
    return seed


def wrap_seed(seed: bytes, passphrase: str, recipient_id: str) -> dict[str, Any]:
    """The seed wrapped for storage, as plain JSON; raises ``PassphraseTooShort`` or ``BadKey``."""
    _must_be_seed(seed)
    composed = _compose(passphrase)
    if len(composed) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShort(f"use at least {SHORTEST_PASSPHRASE} characters")
    aad = label(_AAD, (recipient_id,), BadKey)
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    ciphertext = _cipher(composed, salt).encrypt(nonce, seed, aad)
    return {
        "v": 1,
        "kdf": KDF,
        "iterations": ITERATIONS,
        "salt": to_base64(salt),
        "nonce": to_base64(nonce),
        "ct": to_base64(ciphertext),
    }


def open_seed(wrapped: dict[str, Any], passphrase: str, recipient_id: str) -> bytes:
    """The seed in its wrapped form; raises ``WrongPassphrase`` or ``BadWrappedSeed``."""
    salt, nonce, ciphertext = _read_wrapped(wrapped)
    aad = label(_AAD, (recipient_id,), BadWrappedSeed)
    try:
        return _cipher(_compose(passphrase), salt).decrypt(nonce, ciphertext, aad)
    except InvalidTag:
        raise WrongPassphrase("the passphrase does not open this key") from None


def _halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    _must_be_seed(seed)
    expanded = hashlib.shake_256(seed).digest(EXPANDED_BYTES)
    return (
        MLKEM768PrivateKey.from_seed_bytes(expanded[:MLKEM_SEED_BYTES]),
        X25519PrivateKey.from_private_bytes(expanded[MLKEM_SEED_BYTES:]),
    )


def _must_be_seed(seed: bytes) -> None:
    if not isinstance(seed, bytes) or len(seed) != SEED_BYTES:
        raise BadKey(f"a seed has {SEED_BYTES} bytes")


def _public_bytes(public_key: str) -> bytes:
    raw = from_base64(public_key)
    if raw is None or len(raw) != PUBLIC_KEY_BYTES:
        raise BadKey(f"a public key has {PUBLIC_KEY_BYTES} bytes")
    return raw


def _compose(passphrase: str) -> str:
    # One form for one passphrase, however a keyboard composes letters (RFC 8265, OpaqueString).
    return unicodedata.normalize("NFC", passphrase)


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(hashlib.pbkdf2_hmac("sha256", passphrase.encode("utf-8"), salt, ITERATIONS))


def _read_wrapped(wrapped: dict[str, Any]) -> tuple[bytes, bytes, bytes]:
    expected = {"v": 1, "kdf": KDF, "iterations": ITERATIONS}
    members = {"salt": SALT_BYTES, "nonce": NONCE_BYTES, "ct": SEED_BYTES + TAG_BYTES}
    if not isinstance(wrapped, dict) or set(wrapped) != set(expected) | set(members):
        raise BadWrappedSeed("the stored key is not in the form of this release")
    if any(type(wrapped[key]) is not type(v) or wrapped[key] != v for key, v in expected.items()):
        raise BadWrappedSeed("the stored key names another version or another cost")
    parts = {name: from_base64(wrapped[name]) for name in members}
    salt, nonce, ciphertext = parts["salt"], parts["nonce"], parts["ct"]
    if salt is None or nonce is None or ciphertext is None:
        raise BadWrappedSeed("a part of the stored key is not base64")
    if (len(salt), len(nonce), len(ciphertext)) != tuple(members.values()):
        raise BadWrappedSeed("a part of the stored key has the wrong length")
    return salt, nonce, ciphertext
