"""Python and the browser's modules agree, live and both ways; altered texts open on neither."""

from __future__ import annotations

import base64
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
from undertone.sealing.errors import Tampered
from undertone.sealing.keys import KeyPair, fingerprint, open_seed, wrap_seed

from .material import (
    MESSAGE,
    OFFICER,
    OTHER_CASE,
    PASSPHRASE,
    RECOVERY,
    STRANGER,
    X25519_IGNORES,
    any_content,
    browser_key,
    flipped,
    listed,
    open_as,
    shortened,
)
from .node_side import BrowserError, NodeSide

pytestmark = pytest.mark.slow

CONTENT = {"version": 1, "text": "我在利兹 — أنا هنا"}
SEED = base64.b64encode(OFFICER.pair.seed).decode()


def refused(browser: NodeSide, call: str, *args: Any) -> str:
    """The class of the error that the modules threw; it must be one of theirs."""
    with pytest.raises(BrowserError) as caught:
        browser.call(call, *args)
    assert caught.value.ours, caught.value.name
    return caught.value.name


def test_both_derive_the_same_public_key_and_fingerprint(browser: NodeSide) -> None:
    assert browser.call("publicKeyOf", SEED) == OFFICER.pair.public_key
    shown = browser.call("fingerprint", OFFICER.pair.public_key)
    assert shown == fingerprint(OFFICER.pair.public_key)


def test_a_key_pair_made_in_the_browser_can_be_sealed_to(browser: NodeSide, key: DataKey) -> None:
    made = browser.call("makeKeyPair")
    pair = KeyPair.from_seed(base64.b64decode(made["seed"]))
    assert pair.public_key == made["publicKey"]
    assert browser.call("makeKeyPair")["seed"] != made["seed"]


@settings(max_examples=60, deadline=None)
@given(content=any_content, kind=st.sampled_from(ContentKind))
def test_the_browser_opens_what_python_sealed(
    browser: NodeSide, key: DataKey, content: dict[str, Any], kind: ContentKind
) -> None:
    sealed = seal_content(key, kind, "1", content)
    assert browser.call("openContent", browser_key(key), kind, "1", sealed) == content


@settings(max_examples=60, deadline=None)
@given(content=any_content, kind=st.sampled_from(ContentKind))
def test_python_opens_what_the_browser_sealed(
    browser: NodeSide, key: DataKey, content: dict[str, Any], kind: ContentKind
) -> None:
    sealed = browser.call("sealContent", browser_key(key), kind, MESSAGE, content)
    assert open_content(key, kind, MESSAGE, sealed) == content


@pytest.mark.parametrize("size", [0, 1, 499, 500, 501, 2_039, 8_200, 32_767, 65_536, 1_000_000])
def test_both_pad_to_the_same_size(browser: NodeSide, key: DataKey, size: int) -> None:
    content = {"text": "a" * size}
    ours = seal_content(key, ContentKind.BRIEF, "1", content)
    theirs = browser.call("sealContent", browser_key(key), "brief", "1", content)
    assert len(ours) == len(theirs)
    assert open_content(key, ContentKind.BRIEF, "1", theirs) == content
    assert browser.call("openContent", browser_key(key), "brief", "1", ours) == content


def test_the_recovery_key_opens_in_the_browser_too(browser: NodeSide, key: DataKey) -> None:
    sealed = seal_content(key, ContentKind.BRIEF, "1", CONTENT)
    opened = browser.call("openContent", browser_key(key, RECOVERY), "brief", "1", sealed)
    assert opened == CONTENT


def test_python_opens_a_data_key_that_the_libraries_of_the_browser_sealed(
    browser: NodeSide, key: DataKey
) -> None:
    info = f"undertone/v1/case-key|{key.case_id}|{key.envelope_id}|{OFFICER.id}"
    secret = base64.b64encode(key.secret).decode()
    wrapped = browser.call("wrapDataKey", secret, OFFICER.pair.public_key, info)
    assert open_as(OFFICER, key, {OFFICER.id: wrapped}) == key
    with pytest.raises(Tampered):
        open_with_seed(
            wrapped,
            OFFICER.pair.seed,
            case_id=OTHER_CASE,
            envelope_id=key.envelope_id,
            recipient_id=OFFICER.id,
        )


def test_a_data_key_cannot_be_read_out_of_the_browser(browser: NodeSide, key: DataKey) -> None:
    assert browser.call("dataKeyFacts", browser_key(key)) == {"extractable": False, "frozen": True}


@pytest.mark.parametrize(
    "lie",
    [
        {"case_id": OTHER_CASE},
        {"envelope_id": OTHER_CASE},
        {"recipient_id": RECOVERY.id},
        {"recipient_id": "a|b"},
        {"case_id": ""},
        {"seed": base64.b64encode(STRANGER.pair.seed).decode()},
        {"wrapped": ""},
        {"wrapped": "not base64!"},
    ],
    ids=lambda lie: " ".join(lie),
)
def test_the_browser_opens_a_data_key_only_where_it_belongs(
    browser: NodeSide, key: DataKey, lie: dict[str, str]
) -> None:
    assert refused(browser, "dataKeyFacts", browser_key(key, changed=lie)) == "Tampered"


def test_the_browser_refuses_swapped_cut_and_respelt_keys(browser: NodeSide, key: DataKey) -> None:
    wrapped = key.wrap_for(listed(OFFICER, RECOVERY))
    own = wrapped[OFFICER.id]
    for spoilt in (wrapped[RECOVERY.id], shortened(own, 1), shortened(own, 48), f" {own}"):
        changed = browser_key(key, changed={"wrapped": spoilt})
        assert refused(browser, "dataKeyFacts", changed) == "Tampered"


@settings(max_examples=40, deadline=None)
@given(bit=st.integers(0, WRAPPED_BYTES * 8 - 1))
@example(bit=X25519_IGNORES)
def test_the_browser_sees_one_turned_bit_in_a_wrapped_key(
    browser: NodeSide, key: DataKey, bit: int
) -> None:
    spoilt = flipped(key.wrap_for(listed(OFFICER))[OFFICER.id], bit)
    assert (
        refused(browser, "dataKeyFacts", browser_key(key, changed={"wrapped": spoilt}))
        == "Tampered"
    )


@settings(max_examples=40, deadline=None)
@given(bit=st.integers(0, (12 + 512 + 16) * 8 - 1))
def test_the_browser_sees_one_turned_bit_in_content(
    browser: NodeSide, key: DataKey, bit: int
) -> None:
    spoilt = flipped(seal_content(key, ContentKind.BRIEF, "1", CONTENT), bit)
    assert refused(browser, "openContent", browser_key(key), "brief", "1", spoilt) == "Tampered"


@pytest.mark.parametrize(
    ("kind", "content_id"),
    [
        ("officer_message", MESSAGE),
        ("client_message", OTHER_CASE),
        ("else", MESSAGE),
        ("brief", ""),
    ],
    ids=["kind", "content id", "unknown kind", "no content id"],
)
def test_the_browser_opens_content_only_in_its_own_place(
    browser: NodeSide, key: DataKey, kind: str, content_id: str
) -> None:
    sealed = seal_content(key, ContentKind.CLIENT_MESSAGE, MESSAGE, CONTENT)
    assert refused(browser, "openContent", browser_key(key), kind, content_id, sealed) == "Tampered"


@pytest.mark.parametrize("by", [1, 16, 512, 539])
def test_the_browser_refuses_cut_content(browser: NodeSide, key: DataKey, by: int) -> None:
    spoilt = shortened(seal_content(key, ContentKind.BRIEF, "1", CONTENT), by)
    assert refused(browser, "openContent", browser_key(key), "brief", "1", spoilt) == "Tampered"


@pytest.mark.parametrize("oddity", ["undefined", "nan", "function", "array", "nothing", "large"])
def test_the_browser_seals_nothing_rather_than_half(
    browser: NodeSide, key: DataKey, oddity: str
) -> None:
    assert refused(browser, "sealOddity", browser_key(key), oddity) == "SealingFailed"


def test_the_browser_refuses_half_a_surrogate_pair(browser: NodeSide, key: DataKey) -> None:
    args = (browser_key(key), "brief", "1", {"text": "\ud83d"})
    assert refused(browser, "sealContent", *args) == "SealingFailed"


def test_each_opens_the_seed_that_the_other_wrapped(browser: NodeSide) -> None:
    theirs = browser.call("wrapSeed", SEED, PASSPHRASE, OFFICER.id)
    assert open_seed(theirs, PASSPHRASE, OFFICER.id) == OFFICER.pair.seed
    ours = wrap_seed(OFFICER.pair.seed, PASSPHRASE, OFFICER.id)
    assert browser.call("unwrapSeed", ours, PASSPHRASE, OFFICER.id) == SEED


def test_the_browser_composes_a_passphrase_as_python_does(browser: NodeSide) -> None:
    wrapped = browser.call("wrapSeed", SEED, "e\u0301cole a\u0308ussere facade", OFFICER.id)
    assert open_seed(wrapped, "\u00e9cole \u00e4ussere facade", OFFICER.id) == OFFICER.pair.seed


def test_a_wrong_passphrase_has_its_own_error(browser: NodeSide) -> None:
    wrapped = wrap_seed(OFFICER.pair.seed, PASSPHRASE, OFFICER.id)
    for passphrase, officer in ((PASSPHRASE + "!", OFFICER.id), (PASSPHRASE, RECOVERY.id)):
        assert refused(browser, "unwrapSeed", wrapped, passphrase, officer) == "WrongPassphrase"
    assert refused(browser, "wrapSeed", SEED, "short", OFFICER.id) == "PassphraseTooShort"


@pytest.mark.parametrize(
    "spoilt",
    [{"v": 2}, {"iterations": 1000}, {"salt": "AAAA"}, {"ct": None}, {"extra": 1}, "{", None, []],
    ids=repr,
)
def test_the_browser_refuses_a_wrapped_seed_of_another_form(browser: NodeSide, spoilt: Any) -> None:
    wrapped = wrap_seed(OFFICER.pair.seed, PASSPHRASE, OFFICER.id)
    form = wrapped | spoilt if isinstance(spoilt, dict) else spoilt
    assert refused(browser, "unwrapSeed", form, PASSPHRASE, OFFICER.id) == "BadWrappedSeed"


def test_the_browser_refuses_keys_of_the_wrong_shape(browser: NodeSide, key: DataKey) -> None:
    assert refused(browser, "publicKeyOf", "AAAA") == "BadKey"
    assert refused(browser, "fingerprint", "AAAA") == "BadKey"
    assert refused(browser, "dataKeyFacts", browser_key(key, changed={"seed": "AAAA"})) == "BadKey"
