"""Whoever holds the signing key changes the list; nobody else, and never by accident."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from undertone.sealing.errors import (
    BadKey,
    RecipientsNotSigned,
    SigningKeyMissing,
    UnknownRecipient,
)
from undertone.sealing.files import write_atomically
from undertone.sealing.keys import KeyPair
from undertone.sealing.recipients import RecipientsFile, Role
from undertone.sealing.signing import RecipientsSigner, make_signing_key

from .list_file import slip_in_a_row
from .material import OFFICER, RECOVERY, Reader


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make_signing_key(tmp_path)
    return tmp_path


def test_keys_are_for_their_owner_only(home: Path) -> None:
    assert stat.S_IMODE((home / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "keys" / "recipients.signing").stat().st_mode) == 0o600


def test_making_the_signing_key_again_changes_nothing(home: Path) -> None:
    before = {each.name: each.read_bytes() for each in (home / "keys").iterdir()}
    make_signing_key(home)
    assert {each.name: each.read_bytes() for each in (home / "keys").iterdir()} == before


def test_an_interrupted_first_start_is_finished_by_the_next(home: Path) -> None:
    public = home / "keys" / "recipients.pub"
    before = public.read_bytes()
    public.unlink()
    make_signing_key(home)
    assert public.read_bytes() == before


def test_a_signing_key_that_is_kept_elsewhere_is_not_replaced(home: Path) -> None:
    (home / "keys" / "recipients.signing").unlink()
    with pytest.raises(SigningKeyMissing):
        make_signing_key(home)
    with pytest.raises(SigningKeyMissing):
        RecipientsSigner(home).add(OFFICER.recipient)
    assert not (home / "recipients.json").exists()


def test_the_serial_goes_up_with_every_change_and_only_then(home: Path) -> None:
    signer = RecipientsSigner(home)
    assert signer.read().serial == 0
    assert signer.add(OFFICER.recipient).serial == 1
    assert signer.add(OFFICER.recipient).serial == 1
    assert signer.add(RECOVERY.recipient).serial == 2
    assert signer.remove(RECOVERY.id).serial == 3
    assert RecipientsFile(home).current() == signer.read()


def test_a_lost_file_does_not_start_the_serial_anew(home: Path) -> None:
    RecipientsSigner(home).add(OFFICER.recipient)
    RecipientsSigner(home).add(RECOVERY.recipient)
    (home / "recipients.json").unlink()
    assert RecipientsSigner(home).add(OFFICER.recipient).serial == 3


def test_a_new_key_of_the_same_officer_takes_the_place_of_the_old(home: Path) -> None:
    signer = RecipientsSigner(home)
    signer.add(OFFICER.recipient)
    renewed = replace(OFFICER.recipient, public_key=KeyPair.make().public_key)
    assert signer.add(renewed).recipients == (renewed,)


def test_two_recipients_cannot_share_a_key(home: Path) -> None:
    signer = RecipientsSigner(home)
    signer.add(OFFICER.recipient)
    with pytest.raises(BadKey):
        signer.add(replace(OFFICER.recipient, id=RECOVERY.id))
    assert signer.read().serial == 1


def test_removing_nobody_is_an_error(home: Path) -> None:
    with pytest.raises(UnknownRecipient):
        RecipientsSigner(home).remove(OFFICER.id)


def test_a_slipped_in_row_is_not_signed_along_with_the_next_change(home: Path) -> None:
    signer = RecipientsSigner(home)
    signer.add(OFFICER.recipient)
    slip_in_a_row(home)
    with pytest.raises(RecipientsNotSigned):
        signer.add(RECOVERY.recipient)


def test_changes_made_at_once_all_stand(home: Path) -> None:
    readers = [
        Reader(f"officer-{number}", Role.OFFICER, KeyPair.make()).recipient for number in range(8)
    ]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each: RecipientsSigner(home).add(each), readers))
    assert set(RecipientsFile(home).current().recipients) == set(readers)
    assert RecipientsFile(home).current().serial == 8


def test_a_write_that_fails_leaves_the_old_file_and_no_left_overs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "recipients.json"
    write_atomically(file, b"old")

    def disk_full(_: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(OSError, match="no space"):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["recipients.json"]
