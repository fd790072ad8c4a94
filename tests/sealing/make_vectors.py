"""Remakes ``vectors/*.json``: ``.venv/bin/python -m tests.sealing.make_vectors`` from the checkout.

Only needed when the formats change, and then the old vectors must still open or the version in
every label goes up: cases sealed by an earlier release are read for as long as they are kept.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from undertone.sealing.envelope import ContentKind, DataKey, open_with_seed, seal_content
from undertone.sealing.keys import fingerprint, wrap_seed

from .material import CASE, MESSAGE, OFFICER, OTHER_CASE, PASSPHRASE, RECOVERY, listed
from .node_side import NodeSide

FOLDER = Path(__file__).parent / "vectors"
CONTENTS: tuple[tuple[ContentKind, str, dict[str, Any]], ...] = (
    (
        ContentKind.BRIEF,
        "1",
        {"version": 1, "language": "ar", "own_words": [{"text": "أحتاج وقتا"}]},
    ),
    (
        ContentKind.BRIEF,
        "2",
        {"version": 1, "language": "ti", "own_words": [{"text": "ሰላም" * 300}]},
    ),
    (ContentKind.CLIENT_MESSAGE, MESSAGE, {"version": 1, "text": "می‌توانم فردا بنویسم؟"}),
    (ContentKind.OFFICER_MESSAGE, OTHER_CASE, {"version": 1, "text": "Take your time. 🙂"}),
    (ContentKind.CALLBACK, MESSAGE, {"version": 1, "number": "07700 900123"}),
)


def from_python() -> dict[str, Any]:
    """Everything made by the Python side, to be opened by the browser's."""
    key = DataKey.make(CASE, OTHER_CASE)
    wrapped = key.wrap_for(listed(OFFICER, RECOVERY))
    contents = [
        {"kind": kind, "id": name, "object": each, "sealed": seal_content(key, kind, name, each)}
        for kind, name, each in CONTENTS
    ]
    return _document(
        key,
        seed=base64.b64encode(OFFICER.pair.seed).decode(),
        public_key=OFFICER.pair.public_key,
        wrapped_key=wrapped[OFFICER.id],
        wrapped_seed=wrap_seed(OFFICER.pair.seed, PASSPHRASE, OFFICER.id),
        contents=contents,
    )


def from_browser(browser: NodeSide) -> dict[str, Any]:
    """Everything made by the browser's modules, to be opened by the Python side."""
    pair, key = browser.call("makeKeyPair"), DataKey.make(CASE, OTHER_CASE)
    info = f"undertone/v1/case-key|{key.case_id}|{key.envelope_id}|{OFFICER.id}"
    secret = base64.b64encode(key.secret).decode()
    wrapped = browser.call("wrapDataKey", secret, pair["publicKey"], info)
    opens = {
        "wrapped": wrapped,
        "seed": pair["seed"],
        "case_id": key.case_id,
        "envelope_id": key.envelope_id,
        "recipient_id": OFFICER.id,
    }
    contents = [
        {
            "kind": kind,
            "id": name,
            "object": each,
            "sealed": browser.call("sealContent", opens, kind, name, each),
        }
        for kind, name, each in CONTENTS
    ]
    return _document(
        key,
        seed=pair["seed"],
        public_key=pair["publicKey"],
        wrapped_key=wrapped,
        wrapped_seed=browser.call("wrapSeed", pair["seed"], PASSPHRASE, OFFICER.id),
        contents=contents,
    )


def _document(key: DataKey, **made: Any) -> dict[str, Any]:
    opened = open_with_seed(
        made["wrapped_key"],
        base64.b64decode(made["seed"]),
        case_id=key.case_id,
        envelope_id=key.envelope_id,
        recipient_id=OFFICER.id,
    )
    if opened != key:
        raise RuntimeError("the two sides do not agree: no vectors are written")
    return {
        "case_id": key.case_id,
        "envelope_id": key.envelope_id,
        "recipient_id": OFFICER.id,
        "data_key": base64.b64encode(key.secret).decode(),
        "passphrase": PASSPHRASE,
        "fingerprint": fingerprint(made["public_key"]),
        **made,
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with NodeSide() as browser:
        made = {"python_seals": from_python(), "browser_seals": from_browser(browser)}
    for name, document in made.items():
        text = json.dumps(document, ensure_ascii=False, indent=1)
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
