"""What either side sealed, as committed, still opens on both (``make_vectors.py`` remakes it)."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from undertone.sealing.envelope import ContentKind, DataKey, open_content, open_with_seed
from undertone.sealing.keys import KeyPair, fingerprint, open_seed

from .node_side import NodeSide

FOLDER = Path(__file__).parent / "vectors"


@pytest.fixture(params=["python_seals", "browser_seals"])
def vector(request: pytest.FixtureRequest) -> dict[str, Any]:
    text = (FOLDER / f"{request.param}.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def test_python_opens_it(vector: dict[str, Any]) -> None:
    ids = {name: vector[name] for name in ("case_id", "envelope_id", "recipient_id")}
    seed = open_seed(vector["wrapped_seed"], vector["passphrase"], vector["recipient_id"])
    assert seed == base64.b64decode(vector["seed"])
    assert KeyPair.from_seed(seed).public_key == vector["public_key"]
    assert fingerprint(vector["public_key"]) == vector["fingerprint"]
    key = open_with_seed(vector["wrapped_key"], seed, **ids)
    assert key == DataKey(
        case_id=vector["case_id"],
        envelope_id=vector["envelope_id"],
        secret=base64.b64decode(vector["data_key"]),
    )
    for each in vector["contents"]:
        opened = open_content(key, ContentKind(each["kind"]), each["id"], each["sealed"])
        assert opened == each["object"]


def test_the_browser_opens_it(vector: dict[str, Any], browser: NodeSide) -> None:
    opens = {name: vector[name] for name in ("seed", "case_id", "envelope_id", "recipient_id")}
    opens["wrapped"] = vector["wrapped_key"]
    unwrap = (vector["wrapped_seed"], vector["passphrase"], vector["recipient_id"])
    assert browser.call("unwrapSeed", *unwrap) == vector["seed"]
    assert browser.call("publicKeyOf", vector["seed"]) == vector["public_key"]
    assert browser.call("fingerprint", vector["public_key"]) == vector["fingerprint"]
    for each in vector["contents"]:
        sealed = (each["kind"], each["id"], each["sealed"])
        assert browser.call("openContent", opens, *sealed) == each["object"]


def test_vectors_cover_every_kind_and_more_than_one_bucket(vector: dict[str, Any]) -> None:
    assert {each["kind"] for each in vector["contents"]} == set(ContentKind)
    assert len({len(each["sealed"]) for each in vector["contents"]}) > 1
