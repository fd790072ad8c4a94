"""Sealing once more with the recovery seed: to who is on the list, from what the seed opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from undertone.sealing.envelope import DataKey, open_with_seed
from undertone.sealing.errors import BadKey, Tampered, UnknownRecipient
from undertone.sealing.keys import KeyPair
from undertone.sealing.recipients import Recipient, RecipientList, Role
from undertone.sealing.resealing import resealer_for
from undertone.sealing.wire import to_base64

OFFICER, RECOVERY, STRANGER = KeyPair.make(), KeyPair.make(), KeyPair.make()
READERS = (
    Recipient(id="officer", role=Role.OFFICER, label="o", public_key=OFFICER.public_key),
    Recipient(id="recovery", role=Role.RECOVERY, label="r", public_key=RECOVERY.public_key),
)
LISTED = RecipientList(serial=1, issued_at="", recipients=READERS)


@pytest.fixture
def key() -> DataKey:
    return DataKey.make("case")


def seed_file(folder: Path, pair: KeyPair) -> Path:
    file = folder / "recovery.seed"
    file.write_text(to_base64(pair.seed) + "\n", encoding="ascii")
    return file


def test_the_reader_opens_what_was_sealed_to_the_recovery_key(tmp_path: Path, key: DataKey) -> None:
    resealer = resealer_for(LISTED, seed_file(tmp_path, RECOVERY), "officer")
    ids = {"case_id": key.case_id, "envelope_id": key.envelope_id}
    sealed = resealer.reseal(key.wrap_to(READERS[1]), **ids)
    assert open_with_seed(sealed, OFFICER.seed, recipient_id="officer", **ids) == key
    with pytest.raises(Tampered):
        open_with_seed(sealed, RECOVERY.seed, recipient_id="officer", **ids)


def test_another_place_or_another_recipient_does_not_open(tmp_path: Path, key: DataKey) -> None:
    resealer = resealer_for(LISTED, seed_file(tmp_path, RECOVERY), "officer")
    wrapped = key.wrap_to(READERS[1])
    with pytest.raises(Tampered):
        resealer.reseal(wrapped, case_id="another", envelope_id=key.envelope_id)
    with pytest.raises(Tampered):
        resealer.reseal(key.wrap_to(READERS[0]), case_id="case", envelope_id=key.envelope_id)


@pytest.mark.parametrize("pair", [OFFICER, STRANGER], ids=["an officer's", "nobody's"])
def test_a_seed_that_is_not_the_recovery_keys_is_refused(pair: KeyPair, tmp_path: Path) -> None:
    with pytest.raises(BadKey, match="no recovery key"):
        resealer_for(LISTED, seed_file(tmp_path, pair), "officer")


def test_nothing_is_sealed_to_somebody_who_is_not_on_the_list(tmp_path: Path) -> None:
    with pytest.raises(UnknownRecipient):
        resealer_for(LISTED, seed_file(tmp_path, RECOVERY), "stranger")


def test_the_seed_is_never_shown(tmp_path: Path) -> None:
    assert "seed" not in repr(resealer_for(LISTED, seed_file(tmp_path, RECOVERY), "officer"))
