"""Only those whom the pinned key vouches for are sealed to."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from undertone.sealing.envelope import DataKey
from undertone.sealing.errors import (
    BadKey,
    RecipientsMissing,
    RecipientsNotSigned,
    RecipientsRolledBack,
    SealingError,
)
from undertone.sealing.recipients import RecipientsFile, load
from undertone.sealing.signing import RecipientsSigner, make_signing_key

from .list_file import change_file, change_payload, slip_in_a_row
from .material import OFFICER, RECOVERY, STRANGER, flipped


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make_signing_key(tmp_path)
    signer = RecipientsSigner(tmp_path)
    signer.add(OFFICER.recipient)
    signer.add(RECOVERY.recipient)
    return tmp_path


def verify_key(home: Path) -> str:
    return (home / "keys" / "recipients.pub").read_text()


def test_a_signed_list_names_its_readers(home: Path) -> None:
    listed = load(home / "recipients.json", verify_key(home))
    assert listed.serial == 2
    assert listed.officers == (OFFICER.recipient,)
    assert listed.recovery == (RECOVERY.recipient,)
    assert listed.find(OFFICER.id) == OFFICER.recipient
    assert listed.find(STRANGER.id) is None


def test_a_row_slipped_into_the_file_gets_nothing_sealed_to_it(home: Path, key: DataKey) -> None:
    # Given a service that has read its list
    file = RecipientsFile(home)
    assert set(key.wrap_for(file.current())) == {OFFICER.id, RECOVERY.id}
    # When somebody who can write files, but has not the signing key, adds themselves
    slip_in_a_row(home)
    # Then there is no list to seal to any more, for a running service and for a new one
    for reader in (file, RecipientsFile(home)):
        with pytest.raises(RecipientsNotSigned):
            key.wrap_for(reader.current())


def test_a_list_signed_by_another_key_is_refused(home: Path) -> None:
    def sign_with_another_key(body: dict[str, Any]) -> None:
        signature = Ed25519PrivateKey.generate().sign(base64.b64decode(body["payload"]))
        body["signature"] = base64.b64encode(signature).decode()

    change_file(home, sign_with_another_key)
    with pytest.raises(RecipientsNotSigned):
        RecipientsFile(home).current()


@pytest.mark.parametrize("member", ["payload", "signature"])
def test_a_turned_bit_shows(home: Path, member: str) -> None:
    change_file(home, lambda body: body.update({member: flipped(body[member], 77)}))
    with pytest.raises(RecipientsNotSigned):
        RecipientsFile(home).current()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"payload":"","signature":""}', '{"payload":1,"signature":2}', "\0"]
)
def test_what_is_no_list_is_refused(home: Path, text: str) -> None:
    (home / "recipients.json").write_text(text)
    with pytest.raises(RecipientsNotSigned):
        RecipientsFile(home).current()


def test_an_older_list_is_refused_even_after_a_restart(home: Path) -> None:
    # Given a copy of the list from when a stranger was still on it
    signer = RecipientsSigner(home)
    signer.add(STRANGER.recipient)
    older = (home / "recipients.json").read_bytes()
    signer.remove(STRANGER.id)
    assert RecipientsFile(home).current().serial == 4
    # When the copy is put back
    (home / "recipients.json").write_bytes(older)
    # Then a new process refuses it, and says which it had seen
    with pytest.raises(RecipientsRolledBack) as caught:
        RecipientsFile(home).current()
    assert (caught.value.serial, caught.value.least_serial) == (3, 4)


def test_load_refuses_a_serial_below_the_one_asked_for(home: Path) -> None:
    with pytest.raises(RecipientsRolledBack):
        load(home / "recipients.json", verify_key(home), least_serial=3)


def test_a_change_is_seen_by_a_running_service(home: Path) -> None:
    file = RecipientsFile(home)
    assert file.current() is file.current()
    RecipientsSigner(home).remove(RECOVERY.id)
    assert [each.id for each in file.current().recipients] == [OFFICER.id]


@pytest.mark.parametrize("gone", ["recipients.json", "keys/recipients.pub"])
def test_a_missing_file_is_named(home: Path, gone: str) -> None:
    (home / gone).unlink()
    with pytest.raises(RecipientsMissing, match=Path(gone).name):
        RecipientsFile(home).current()


def test_a_pinned_key_of_the_wrong_shape_is_named(home: Path) -> None:
    with pytest.raises(BadKey):
        load(home / "recipients.json", "AAAA")


def test_a_spoilt_memory_of_the_serial_stops_sealing(home: Path) -> None:
    (home / "keys" / "recipients.seen").write_text("many")
    with pytest.raises(SealingError, match=r"recipients\.seen"):
        RecipientsFile(home).current()


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p.update(version=2),
        lambda p: p.update(serial="9"),
        lambda p: p.pop("issued_at"),
        lambda p: p["recipients"][0].update(role="admin"),
        lambda p: p["recipients"][0].update(public_key="AAAA"),
        lambda p: p["recipients"].append(p["recipients"][0]),
        lambda p: p.update(recipients=None),
    ],
    ids=["version", "serial", "missing field", "role", "key", "twice", "no rows"],
)
def test_a_signed_list_of_another_form_is_refused(
    home: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    seed = base64.b64decode((home / "keys" / "recipients.signing").read_text())

    def change_and_sign(body: dict[str, Any]) -> None:
        change_payload(body, change)
        signed = Ed25519PrivateKey.from_private_bytes(seed).sign(base64.b64decode(body["payload"]))
        body["signature"] = base64.b64encode(signed).decode()

    change_file(home, change_and_sign)
    with pytest.raises(RecipientsNotSigned):
        RecipientsFile(home).current()
