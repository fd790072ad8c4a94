"""Making and changing the signed list of recipients.

The signing key belongs to whoever runs the service and can be kept off the machine: gateway and
console only need the public half. Fails closed: a list that is not properly signed is never
signed anew, so a row slipped into it is not laundered by the next change.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from undertone.sealing.errors import (
    BadKey,
    SigningKeyMissing,
    UnknownRecipient,
)
from undertone.sealing.files import alone, make_private_folder, write_atomically
from undertone.sealing.recipients import Recipient, RecipientList, RecipientsFile, load, read_text
from undertone.sealing.wire import from_base64, to_base64

ED25519_SEED_BYTES = 32

_Readers = tuple[Recipient, ...]


def make_signing_key(home: Path) -> Path:
    """The file with the signing seed, made together with its public half where there is none.

    Raises ``SigningKeyMissing`` where only the public half is here: the seed is kept elsewhere,
    and another one would shut out everyone on the list.
    """
    seed_file, public_file = _seed_file(home), RecipientsFile(home).verify_key_file
    make_private_folder(seed_file.parent)
    if not seed_file.exists():
        if public_file.exists():
            raise SigningKeyMissing(f"{seed_file} is not here, but {public_file.name} is")
        seed = Ed25519PrivateKey.generate().private_bytes_raw()
        write_atomically(seed_file, to_base64(seed).encode() + b"\n")
    public = _signing_key(home).public_key().public_bytes_raw()
    if not public_file.exists():
        write_atomically(public_file, to_base64(public).encode() + b"\n")
    return seed_file


class RecipientsSigner:
    """Adds and removes recipients; each change is signed, one serial up, written in one step."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._file = RecipientsFile(home)

    def read(self) -> RecipientList:
        """The list as it stands, empty before the first recipient; raises what ``load`` raises."""
        if not self._file.path.exists():
            return RecipientList(serial=self._file.seen(), issued_at="", recipients=())
        key = read_text(self._file.verify_key_file)
        return load(self._file.path, key, self._file.seen())

    def add(self, recipient: Recipient) -> RecipientList:
        """Add one, or replace the one with the same id. Already there as it is: nothing changes.

        Raises ``BadKey`` where another recipient has the same public key.
        """
        return self._change(lambda readers: _with(readers, recipient))

    def remove(self, recipient_id: str) -> RecipientList:
        """Take one off; what was sealed before stays readable for them.

        Raises ``UnknownRecipient`` where nobody has this id.
        """
        return self._change(lambda readers: _without(readers, recipient_id))

    def _change(self, change: Callable[[_Readers], _Readers]) -> RecipientList:
        key = _signing_key(self._home)
        with alone(self._home / "keys" / "signing.lock"):
            before = self.read()
            readers = change(before.recipients)
            if readers == before.recipients:
                return before
            after = replace(
                before,
                serial=max(before.serial, self._file.seen()) + 1,
                issued_at=datetime.now(UTC).isoformat(timespec="seconds"),
                recipients=readers,
            )
            write_atomically(self._file.path, _signed(after, key))
            self._file.remember(after.serial)
            return after


def _with(readers: _Readers, recipient: Recipient) -> _Readers:
    if not any(each.id == recipient.id for each in readers):
        return (*readers, recipient)
    return tuple(recipient if each.id == recipient.id else each for each in readers)


def _without(readers: _Readers, recipient_id: str) -> _Readers:
    left = tuple(each for each in readers if each.id != recipient_id)
    if left == readers:
        raise UnknownRecipient(f"no recipient {recipient_id}")
    return left


def _signed(listed: RecipientList, key: Ed25519PrivateKey) -> bytes:
    payload = listed.to_payload()
    body = {"payload": to_base64(payload), "signature": to_base64(key.sign(payload))}
    return json.dumps(body, indent=1).encode() + b"\n"


def _seed_file(home: Path) -> Path:
    return home / "keys" / "recipients.signing"


def _signing_key(home: Path) -> Ed25519PrivateKey:
    file = _seed_file(home)
    if not file.exists():
        raise SigningKeyMissing(f"{file} is not here")
    seed = from_base64(read_text(file))
    if seed is None or len(seed) != ED25519_SEED_BYTES:
        raise BadKey(f"{file.name} does not hold a signing seed")
    return Ed25519PrivateKey.from_private_bytes(seed)
