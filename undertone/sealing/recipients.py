"""Who may read cases: a signed, pinned list of public keys.

Fails closed. A list without the pinned key's signature, or older than one seen before, is
refused whole, so a row slipped into the file (or any database) gets nothing sealed to it.
The list is made by ``undertone.sealing.signing``; this module only reads.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from undertone.sealing.errors import (
    BadKey,
    RecipientsMissing,
    RecipientsNotSigned,
    RecipientsRolledBack,
)
from undertone.sealing.files import alone, write_atomically
from undertone.sealing.keys import read_public_key
from undertone.sealing.wire import from_base64, label

LIST_VERSION = 1
ED25519_PUBLIC_BYTES = 32


class Role(StrEnum):
    """Why someone is on the list; ``recovery`` is the key that is kept offline."""

    OFFICER = "officer"
    RECOVERY = "recovery"


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One reader. Raises ``BadKey`` where the id or the public key is not of our form."""

    id: str
    role: Role
    label: str
    public_key: str

    def __post_init__(self) -> None:
        label("recipient", (self.id,), BadKey)
        read_public_key(self.public_key)


@dataclass(frozen=True, kw_only=True)
class RecipientList:
    """The readers that the pinned key vouches for. Get one from ``load`` or ``RecipientsFile``."""

    serial: int
    issued_at: str
    recipients: tuple[Recipient, ...]

    def __post_init__(self) -> None:
        ids = {each.id for each in self.recipients}
        keys = {each.public_key for each in self.recipients}
        if min(len(ids), len(keys)) < len(self.recipients):
            raise BadKey("two recipients share an id or a key")

    @property
    def officers(self) -> tuple[Recipient, ...]:
        """Those who answer cases."""
        return tuple(each for each in self.recipients if each.role is Role.OFFICER)

    @property
    def recovery(self) -> tuple[Recipient, ...]:
        """Keys that are kept offline."""
        return tuple(each for each in self.recipients if each.role is Role.RECOVERY)

    def find(self, recipient_id: str) -> Recipient | None:
        """The recipient with this id, if on the list."""
        return next((each for each in self.recipients if each.id == recipient_id), None)

    def to_payload(self) -> bytes:
        """The exact bytes that are signed."""
        body = {
            "version": LIST_VERSION,
            "serial": self.serial,
            "issued_at": self.issued_at,
            "recipients": [asdict(each) for each in self.recipients],
        }
        return json.dumps(body, ensure_ascii=False, indent=1).encode("utf-8")


def load(path: Path, verify_key: str, least_serial: int = 0) -> RecipientList:
    """The list in ``path`` if ``verify_key`` (base64, Ed25519) signed it.

    Raises ``RecipientsMissing``, ``RecipientsNotSigned``, ``BadKey`` for a verify key of the wrong
    shape, and ``RecipientsRolledBack`` where its serial is below ``least_serial``.
    """
    verifier = read_verify_key(verify_key)
    payload, signature = _read_file(path)
    try:
        verifier.verify(signature, payload)
    except InvalidSignature:
        raise RecipientsNotSigned(f"{path.name} is not signed by the pinned key") from None
    listed = _read_payload(payload)
    if listed.serial < least_serial:
        raise RecipientsRolledBack(listed.serial, least_serial)
    return listed


def read_verify_key(verify_key: str) -> Ed25519PublicKey:
    """The Ed25519 public key in base64; raises ``BadKey``."""
    raw = from_base64(verify_key.strip())
    if raw is None or len(raw) != ED25519_PUBLIC_BYTES:
        raise BadKey("the key that recipients are checked with has the wrong shape")
    return Ed25519PublicKey.from_public_bytes(raw)


class RecipientsFile:
    """The list of one run-time folder, pinned to its key; remembers the highest serial seen."""

    def __init__(self, home: Path) -> None:
        self.path = home / "recipients.json"
        self.verify_key_file = home / "keys" / "recipients.pub"
        self._seen_file = home / "keys" / "recipients.seen"
        self._lock_file = home / "keys" / "recipients.lock"
        self._stamp: tuple[int, ...] = ()
        self._listed: RecipientList | None = None

    def current(self) -> RecipientList:
        """The list as it is now; the file is read again only where it changed.

        Raises what ``load`` raises. Nothing may be sealed then.
        """
        stamp = self._stamp_now()
        if self._listed is None or stamp != self._stamp:
            self._listed = None
            self._listed = self._read()
            self._stamp = stamp
        return self._listed

    def seen(self) -> int:
        """The highest serial that any process of this folder has seen; 0 before the first."""
        try:
            return int(self._seen_file.read_text(encoding="ascii"))
        except FileNotFoundError:
            return 0
        except (OSError, ValueError) as error:
            raise RecipientsMissing(f"cannot read {self._seen_file}") from error

    def remember(self, serial: int) -> None:
        """Refuse anything older than ``serial`` from now on."""
        with alone(self._lock_file):
            if serial > self.seen():
                write_atomically(self._seen_file, f"{serial}\n".encode())

    def _read(self) -> RecipientList:
        listed = load(self.path, read_text(self.verify_key_file), self.seen())
        try:
            self.remember(listed.serial)
        except OSError as error:
            raise RecipientsMissing(f"cannot write {self._seen_file}") from error
        return listed

    def _stamp_now(self) -> tuple[int, ...]:
        try:
            found = self.path.stat()
        except OSError as error:
            raise RecipientsMissing(f"there is no {self.path}") from error
        return found.st_ino, found.st_size, found.st_mtime_ns


def read_text(path: Path) -> str:
    """A key file's text; raises ``RecipientsMissing`` where it cannot be read."""
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise RecipientsMissing(f"cannot read {path}: {error.strerror}") from error


def _read_file(path: Path) -> tuple[bytes, bytes]:
    try:
        body = json.loads(path.read_bytes())
    except OSError as error:
        raise RecipientsMissing(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError):
        raise RecipientsNotSigned(f"{path.name} is not a recipients list") from None
    if not isinstance(body, dict) or set(body) != {"payload", "signature"}:
        raise RecipientsNotSigned(f"{path.name} is not a recipients list")
    payload, signature = from_base64(body["payload"]), from_base64(body["signature"])
    if payload is None or signature is None:
        raise RecipientsNotSigned(f"{path.name} is not a recipients list")
    return payload, signature


def _read_payload(payload: bytes) -> RecipientList:
    try:
        body = json.loads(payload)
        if body["version"] != LIST_VERSION or type(body["serial"]) is not int:
            raise ValueError("another version")
        return RecipientList(
            serial=body["serial"],
            issued_at=str(body["issued_at"]),
            recipients=tuple(_read_recipient(each) for each in body["recipients"]),
        )
    except (KeyError, TypeError, ValueError, BadKey) as error:
        raise RecipientsNotSigned("the signed list is not in the form of this release") from error


def _read_recipient(row: dict[str, Any]) -> Recipient:
    return Recipient(
        id=str(row["id"]),
        role=Role(row["role"]),
        label=str(row["label"]),
        public_key=str(row["public_key"]),
    )
