"""Key pairs follow the X-Wing draft, and a wrapped seed opens with its passphrase only."""

from __future__ import annotations

import base64
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from undertone.sealing.errors import (
    BadKey,
    BadWrappedSeed,
    PassphraseTooShort,
    WrongPassphrase,
)
from undertone.sealing.keys import (
    KeyPair,
    fingerprint,
    open_seed,
    read_public_key,
    read_seed_file,
    wrap_seed,
)

from .material import OFFICER, PASSPHRASE, RECOVERY, flipped


@pytest.fixture(scope="module")
def wrapped() -> dict[str, Any]:
    return wrap_seed(OFFICER.pair.seed, PASSPHRASE, OFFICER.id)


def test_the_first_key_pair_of_the_draft_comes_out() -> None:
    # draft-connolly-cfrg-xwing-kem, appendix C, first vector.
    seed = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")
    public = base64.b64decode(KeyPair.from_seed(seed).public_key)
    assert len(public) == 1216
    assert public.hex().startswith("e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713")
    assert public.hex().endswith("859edb06eff389b27dce59844570216223593d4ba32d9abac8cd049040ef6534")


def test_every_key_pair_is_new() -> None:
    assert len({KeyPair.make().public_key for _ in range(20)}) == 20


def test_a_fingerprint_is_eight_groups_of_four() -> None:
    shown = fingerprint(OFFICER.pair.public_key)
    assert [len(group) for group in shown.split(" ")] == [4] * 8
    assert shown != fingerprint(RECOVERY.pair.public_key)


@pytest.mark.parametrize(
    "public_key",
    [
        "",
        "no key",
        base64.b64encode(bytes(1215)).decode(),
        base64.b64encode(b"\xff" * 1216).decode(),
        OFFICER.pair.public_key + "\n",
    ],
    ids=["empty", "not base64", "too short", "out of range for ML-KEM", "another spelling"],
)
def test_what_is_no_public_key_is_refused(public_key: str) -> None:
    with pytest.raises(BadKey):
        read_public_key(public_key)


@pytest.mark.parametrize("seed", [b"", bytes(31), bytes(33), "x" * 32], ids=repr)
def test_what_is_no_seed_is_refused(seed: Any) -> None:
    with pytest.raises(BadKey):
        KeyPair.from_seed(seed)
    with pytest.raises(BadKey):
        wrap_seed(seed, PASSPHRASE, OFFICER.id)


def test_the_seed_opens_with_its_passphrase(wrapped: dict[str, Any]) -> None:
    assert open_seed(wrapped, PASSPHRASE, OFFICER.id) == OFFICER.pair.seed
    assert set(wrapped) == {"v", "kdf", "iterations", "salt", "nonce", "ct"}


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE.upper(), PASSPHRASE + " "])
def test_another_passphrase_does_not(wrapped: dict[str, Any], passphrase: str) -> None:
    with pytest.raises(WrongPassphrase):
        open_seed(wrapped, passphrase, OFFICER.id)


def test_a_seed_wrapped_for_one_officer_does_not_open_as_anothers(wrapped: dict[str, Any]) -> None:
    with pytest.raises(WrongPassphrase):
        open_seed(wrapped, PASSPHRASE, RECOVERY.id)


def test_a_turned_bit_shows(wrapped: dict[str, Any]) -> None:
    for member in ("salt", "nonce", "ct"):
        with pytest.raises(WrongPassphrase):
            open_seed(wrapped | {member: flipped(wrapped[member], 3)}, PASSPHRASE, OFFICER.id)


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"v": True},
        {"kdf": "PBKDF2-HMAC-SHA1"},
        {"iterations": 1000},
        {"iterations": 10**12},
        {"salt": "AAAA"},
        {"ct": None},
        {"extra": 1},
    ],
    ids=repr,
)
def test_a_form_that_this_release_does_not_write_is_refused(
    wrapped: dict[str, Any], change: dict[str, Any]
) -> None:
    with pytest.raises(BadWrappedSeed):
        open_seed(wrapped | change, PASSPHRASE, OFFICER.id)


def test_a_passphrase_may_be_typed_composed_or_not() -> None:
    composed = unicodedata.normalize("NFC", "école äußere façade")
    apart = unicodedata.normalize("NFD", composed)
    assert composed != apart
    wrapped = wrap_seed(OFFICER.pair.seed, apart, OFFICER.id)
    assert open_seed(wrapped, composed, OFFICER.id) == OFFICER.pair.seed


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(PassphraseTooShort):
        wrap_seed(OFFICER.pair.seed, "fourteen chars", OFFICER.id)


def test_a_seed_file_holds_a_seed_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "recovery.seed"
    file.write_text(base64.b64encode(OFFICER.pair.seed).decode() + "\n")
    assert read_seed_file(file) == OFFICER.pair.seed
    file.write_text("nothing of the kind")
    with pytest.raises(BadKey):
        read_seed_file(file)
