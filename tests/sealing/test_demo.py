"""The demo officer of a first start: made once, readable by what it names, safe to interrupt."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from undertone.sealing.demo import make_demo
from undertone.sealing.envelope import DataKey, open_with_seed
from undertone.sealing.errors import BadKey, WrongPassphrase
from undertone.sealing.keys import KeyPair, open_seed, read_seed_file
from undertone.sealing.recipients import RecipientsFile

pytestmark = pytest.mark.slow


def files_of(home: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(home)): each.read_bytes() for each in home.rglob("*") if each.is_file()
    }


def test_demo_officer_and_recovery_key_open_a_case(tmp_path: Path, key: DataKey) -> None:
    # Given a first start
    made = make_demo(tmp_path)
    # When a case is sealed for the list
    wrapped = key.wrap_for(RecipientsFile(tmp_path).current())
    # Then both open it with what lies in the folder
    officer = open_seed(made.wrapped_seed, made.passphrase, made.officer_id)
    seeds = {made.officer_id: officer, made.recovery_id: read_seed_file(made.recovery_seed_file)}
    assert set(wrapped) == set(seeds)
    for reader, seed in seeds.items():
        opened = open_with_seed(
            wrapped[reader],
            seed,
            case_id=key.case_id,
            envelope_id=key.envelope_id,
            recipient_id=reader,
        )
        assert opened == key
    assert KeyPair.from_seed(officer).public_key == made.public_key


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    made, before = make_demo(tmp_path), files_of(tmp_path)
    assert make_demo(tmp_path) == made
    assert files_of(tmp_path) == before


@pytest.mark.parametrize(
    "lost",
    [
        ["recipients.json", "keys", "demo"],
        ["recipients.json", "demo/recovery.json", "demo/recovery.seed"],
        ["recipients.json", "demo/recovery.json"],
        ["recipients.json", "demo/officer.json"],
        ["recipients.json", "keys/recipients.pub"],
        ["recipients.json"],
        ["demo"],
    ],
    ids=", ".join,
)
def test_a_start_that_was_interrupted_is_finished_by_the_next(
    tmp_path: Path, key: DataKey, lost: list[str]
) -> None:
    make_demo(tmp_path)
    for name in lost:
        path = tmp_path / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    made = make_demo(tmp_path)
    wrapped = key.wrap_for(RecipientsFile(tmp_path).current())
    assert set(wrapped) == {made.officer_id, made.recovery_id}


def test_files_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    made = make_demo(tmp_path)
    made.passphrase_file.write_text("another passphrase entirely\n")
    with pytest.raises(WrongPassphrase):
        make_demo(tmp_path)
    made.passphrase_file.write_text(made.passphrase)
    (made.folder / "officer.json").write_text("{}")
    with pytest.raises(BadKey, match="remove the folder"):
        make_demo(tmp_path)


def test_the_passphrase_does_not_show_when_the_material_is_printed(tmp_path: Path) -> None:
    made = make_demo(tmp_path)
    assert made.passphrase not in repr(made)
    assert len(made.passphrase) == 19


def test_a_signing_key_kept_elsewhere_does_not_stop_a_later_start(tmp_path: Path) -> None:
    made = make_demo(tmp_path)
    (tmp_path / "keys" / "recipients.signing").unlink()
    assert make_demo(tmp_path) == made
