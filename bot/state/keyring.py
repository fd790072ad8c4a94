"""Short-lived epoch keys, kept in files outside Redis.

Everything that the gateway leaves in Redis is AES-256-GCM (NIST SP 800-38D) under an epoch
key or under a conversation key that is itself wrapped by one. An epoch key lives for one
rotation: what was still needed is wrapped again under the next one, then the file is
destroyed, and no copy of Redis's files made before can be opened any more.

Fails closed: without a readable key nothing is opened or stored.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
"""96 bits, the length that SP 800-38D recommends for random nonces."""
KEY_BYTES = 32


class CannotOpen(Exception):
    """A sealed value that no key of ours opens: tampered with, or its epoch is destroyed."""


def seal_with(key: bytes, plaintext: bytes, bound_to: str) -> bytes:
    """``nonce ‖ ciphertext`` of AES-256-GCM; ``bound_to`` must be given again to open it."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, bound_to.encode())


def open_with(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """The plaintext of ``seal_with``. Raises ``CannotOpen``."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("sealed value does not open") from error


class Keyring:
    """The epoch keys in one folder; the highest number is the current one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._keys = {int(file.stem): file.read_bytes() for file in folder.glob("*.key")}
        self._keys = {number: key for number, key in self._keys.items() if len(key) == KEY_BYTES}
        if not self._keys:
            self.advance()

    @property
    def current(self) -> int:
        """Number of the epoch that new values are sealed under."""
        return max(self._keys)

    @property
    def numbers(self) -> frozenset[int]:
        """The epochs whose keys still exist."""
        return frozenset(self._keys)

    def advance(self) -> int:
        """Begin a new epoch; its key is on disk before this returns."""
        number = max(self._keys, default=0) + 1
        key = secrets.token_bytes(KEY_BYTES)
        _write_durably(self._folder / f"{number}.key", key)
        self._keys[number] = key
        return number

    def destroy(self, number: int) -> None:
        """Overwrite and remove the key of an epoch that is no longer current."""
        if number == self.current:
            raise ValueError("the current epoch key cannot be destroyed")
        del self._keys[number]
        file = self._folder / f"{number}.key"
        with file.open("r+b") as handle:
            handle.write(secrets.token_bytes(KEY_BYTES))
            handle.flush()
            os.fsync(handle.fileno())
        file.unlink()
        _sync_folder(self._folder)

    def seal(self, plaintext: bytes, bound_to: str) -> str:
        """Text ``<epoch>.<base64>`` that only ``open`` with the same ``bound_to`` reads."""
        number = self.current
        sealed = seal_with(self._keys[number], plaintext, bound_to)
        return f"{number}.{base64.b64encode(sealed).decode()}"

    def open(self, sealed: str, bound_to: str) -> bytes:
        """The plaintext of ``seal``. Raises ``CannotOpen``, also once the epoch is destroyed."""
        number, _, body = sealed.partition(".")
        key = self._keys.get(int(number)) if number.isdigit() else None
        if key is None:
            raise CannotOpen("the epoch key is gone")
        try:
            raw = base64.b64decode(body, validate=True)
        except ValueError as error:
            raise CannotOpen("sealed value is not base64") from error
        return open_with(key, raw, bound_to)


def epoch_of(sealed: str) -> int:
    """The epoch number that a sealed text names."""
    return int(sealed.partition(".")[0])


def secret_file(path: Path) -> bytes:
    """The 32 random bytes in ``path``; made with mode 0600 where the file is missing."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_durably(path, secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()


def _write_durably(path: Path, content: bytes) -> None:
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    draft.rename(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
