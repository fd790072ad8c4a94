"""What is sealed opens again for those on the list, and nowhere else."""

from __future__ import annotations

import base64
import json
import traceback
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from undertone.sealing.envelope import (
    WRAPPED_BYTES,
    ContentKind,
    DataKey,
    open_content,
    open_with_seed,
    seal_content,
)
from undertone.sealing.errors import BadKey, NoRecipients, SealingFailed, Tampered

from .material import (
    CASE,
    MESSAGE,
    OFFICER,
    OTHER_CASE,
    RECOVERY,
    STRANGER,
    X25519_IGNORES,
    any_content,
    flipped,
    listed,
    open_as,
    shortened,
)

CONTENT = {"version": 1, "text": "أنا في ليدز"}


def test_officer_and_recovery_key_open_what_was_sealed_for_them(key: DataKey) -> None:
    wrapped = key.wrap_for(listed(OFFICER, RECOVERY))
    assert set(wrapped) == {OFFICER.id, RECOVERY.id}
    assert open_as(OFFICER, key, wrapped) == key
    assert open_as(RECOVERY, key, wrapped) == key
    assert {len(base64.b64decode(each)) for each in wrapped.values()} == {WRAPPED_BYTES}


def test_every_wrapping_differs_though_the_key_is_the_same(key: DataKey) -> None:
    assert key.wrap_for(listed(OFFICER)) != key.wrap_for(listed(OFFICER))


def test_nothing_is_sealed_where_nobody_could_read_it(key: DataKey) -> None:
    with pytest.raises(NoRecipients):
        key.wrap_for(listed())


def test_the_recovery_key_alone_is_enough_to_keep_a_case(key: DataKey) -> None:
    assert open_as(RECOVERY, key, key.wrap_for(listed(RECOVERY))) == key


@pytest.mark.parametrize(
    "changed",
    [
        {"case_id": OTHER_CASE},
        {"envelope_id": OTHER_CASE},
        {"recipient_id": RECOVERY.id},
        {"recipient_id": ""},
        {"case_id": f"{CASE}|x"},
    ],
    ids=["case", "envelope", "recipient", "empty id", "separator in id"],
)
def test_a_wrapped_key_opens_only_where_it_belongs(key: DataKey, changed: dict[str, str]) -> None:
    ids = {"case_id": CASE, "envelope_id": key.envelope_id, "recipient_id": OFFICER.id} | changed
    wrapped = key.wrap_for(listed(OFFICER))[OFFICER.id]
    with pytest.raises(Tampered):
        open_with_seed(wrapped, OFFICER.pair.seed, **ids)


def test_swapped_wrapped_keys_open_for_neither(key: DataKey) -> None:
    wrapped = key.wrap_for(listed(OFFICER, RECOVERY))
    swapped = {OFFICER.id: wrapped[RECOVERY.id], RECOVERY.id: wrapped[OFFICER.id]}
    for reader in (OFFICER, RECOVERY):
        with pytest.raises(Tampered):
            open_as(reader, key, swapped)


def test_someone_elses_seed_opens_nothing(key: DataKey) -> None:
    wrapped = key.wrap_for(listed(OFFICER))
    with pytest.raises(Tampered):
        open_as(replace(OFFICER, pair=STRANGER.pair), key, wrapped)
    with pytest.raises(BadKey):
        open_as(replace(OFFICER, pair=replace(OFFICER.pair, seed=b"short")), key, wrapped)


@settings(max_examples=60, deadline=None)
@given(bit=st.integers(0, WRAPPED_BYTES * 8 - 1))
@example(bit=X25519_IGNORES)
def test_one_turned_bit_anywhere_in_a_wrapped_key_shows(key: DataKey, bit: int) -> None:
    wrapped = key.wrap_for(listed(OFFICER))
    with pytest.raises(Tampered):
        open_as(OFFICER, key, {OFFICER.id: flipped(wrapped[OFFICER.id], bit)})


@pytest.mark.parametrize("spoilt", ["", "no base64!", "AAAA", "AAAA AAAA", None], ids=repr)
def test_what_is_not_a_wrapped_key_is_refused(key: DataKey, spoilt: Any) -> None:
    with pytest.raises(Tampered):
        open_as(OFFICER, key, {OFFICER.id: spoilt})


@settings(max_examples=80, deadline=None)
@given(content=any_content, kind=st.sampled_from(ContentKind))
def test_any_content_comes_back_as_it_was(
    key: DataKey, content: dict[str, Any], kind: ContentKind
) -> None:
    assert open_content(key, kind, "1", seal_content(key, kind, "1", content)) == content


def test_the_same_content_never_looks_the_same_twice(key: DataKey) -> None:
    sealed = {seal_content(key, ContentKind.BRIEF, "1", CONTENT) for _ in range(50)}
    assert len(sealed) == 50


@pytest.mark.parametrize(
    ("opened_as", "kind", "content_id"),
    [
        ({"case_id": OTHER_CASE}, ContentKind.CLIENT_MESSAGE, MESSAGE),
        ({"envelope_id": OTHER_CASE}, ContentKind.CLIENT_MESSAGE, MESSAGE),
        ({"secret": bytes(32)}, ContentKind.CLIENT_MESSAGE, MESSAGE),
        ({}, ContentKind.OFFICER_MESSAGE, MESSAGE),
        ({}, ContentKind.CLIENT_MESSAGE, OTHER_CASE),
        ({}, "another_kind", MESSAGE),
        ({}, ContentKind.CLIENT_MESSAGE, "a|b"),
    ],
    ids=["case", "envelope", "key", "kind", "content id", "unknown kind", "separator in id"],
)
def test_content_opens_only_in_its_own_place(
    key: DataKey, opened_as: dict[str, Any], kind: Any, content_id: str
) -> None:
    sealed = seal_content(key, ContentKind.CLIENT_MESSAGE, MESSAGE, CONTENT)
    with pytest.raises(Tampered):
        open_content(replace(key, **opened_as), kind, content_id, sealed)


@settings(max_examples=60, deadline=None)
@given(bit=st.integers(0, (12 + 512 + 16) * 8 - 1))
def test_one_turned_bit_anywhere_in_content_shows(key: DataKey, bit: int) -> None:
    sealed = seal_content(key, ContentKind.BRIEF, "1", CONTENT)
    with pytest.raises(Tampered):
        open_content(key, ContentKind.BRIEF, "1", flipped(sealed, bit))


@pytest.mark.parametrize("by", [1, 16, 28, 512, 539])
def test_cut_content_is_refused(key: DataKey, by: int) -> None:
    sealed = seal_content(key, ContentKind.BRIEF, "1", CONTENT)
    with pytest.raises(Tampered):
        open_content(key, ContentKind.BRIEF, "1", shortened(sealed, by))


def test_two_spellings_of_the_same_bytes_are_not_both_taken(key: DataKey) -> None:
    sealed = seal_content(key, ContentKind.BRIEF, "1", CONTENT)
    for other in (sealed + "\n", sealed.rstrip("="), sealed.replace("=", "") + "==="):
        if other != sealed:
            with pytest.raises(Tampered):
                open_content(key, ContentKind.BRIEF, "1", other)


@pytest.mark.parametrize(
    "unfit",
    [
        {"text": "half a pair \ud83d"},
        {"number": float("nan")},
        {"bytes": b"secret"},
        {"text": "a" * 2_097_152},
        ["secret"],
        None,
    ],
    ids=["half a surrogate pair", "NaN", "bytes", "too large", "a list", "nothing"],
)
def test_what_cannot_be_sealed_raises_and_says_nothing_of_the_content(
    key: DataKey, unfit: Any
) -> None:
    with pytest.raises(SealingFailed) as caught:
        seal_content(key, ContentKind.BRIEF, "1", unfit)
    assert caught.value.__context__ is None
    shown = "".join(traceback.format_exception_only(caught.value))
    assert "secret" not in shown
    assert "half" not in shown


@pytest.mark.parametrize("case_id", ["", "a|b", "ä", "x" * 65, 7])
def test_ids_that_could_be_read_two_ways_are_refused(case_id: Any) -> None:
    with pytest.raises(SealingFailed):
        DataKey.make(case_id)


def test_the_secret_does_not_show_when_a_key_is_printed(key: DataKey) -> None:
    assert repr(key.secret) not in repr(key)
    assert json.dumps(key.secret.hex())[1:9] not in repr(key)
