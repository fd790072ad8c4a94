"""Tampering with a recipients file as somebody could who can write files."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .material import STRANGER


def change_file(home: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Rewrite payload or signature."""
    body = json.loads((home / "recipients.json").read_text())
    change(body)
    (home / "recipients.json").write_text(json.dumps(body))


def change_payload(body: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> None:
    """Rewrite what the payload says."""
    payload = json.loads(base64.b64decode(body["payload"]))
    change(payload)
    body["payload"] = base64.b64encode(json.dumps(payload).encode()).decode()


def slip_in_a_row(home: Path) -> None:
    """Add a stranger without the signing key."""
    row = {
        "id": STRANGER.id,
        "role": "officer",
        "label": "new colleague",
        "public_key": STRANGER.pair.public_key,
    }
    change_file(home, lambda body: change_payload(body, lambda p: p["recipients"].append(row)))
