"""The responses of ``domain.yml``: English text, buttons and the level of each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from undertone.environment import ROOT
from undertone.guard import Level

CHOOSE = "/choose"


class BadDomain(Exception):
    """A response in ``domain.yml`` that the gateway cannot use; names the response."""


@dataclass(frozen=True)
class Button:
    """One inline button: English title and what a tap sends to the dialogue."""

    title: str
    payload: str


@dataclass(frozen=True)
class Response:
    """One response.

    ``buttons_from`` names a room that fills the buttons at run time. ``buttons_for`` names a
    variable: of the buttons that send a choice, those stay whose choice stands in it.
    ``buttons_without`` names one whose value is not offered, ``buttons_first`` one whose words
    are choices that lead.
    """

    name: str
    text: str
    level: Level
    buttons: tuple[Button, ...] = ()
    columns: int = 1
    buttons_from: str = ""
    buttons_for: str = ""
    buttons_without: str = ""
    buttons_first: str = ""


def choice_payload(choice: str) -> str:
    """What a button sends that chooses ``choice``."""
    return CHOOSE + json.dumps({"choice": choice}, ensure_ascii=False, separators=(",", ":"))


def choice_of(payload: str) -> str:
    """The choice that a payload sends; empty where it sends something else."""
    if not payload.startswith(CHOOSE):
        return ""
    return str(json.loads(payload.removeprefix(CHOOSE))["choice"])


def load_responses(path: Path = ROOT / "domain.yml") -> dict[str, Response]:
    """All responses of the domain by name.

    Raises ``BadDomain`` where a response has no single text or no level.
    """
    domain = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {name: _response(name, rows) for name, rows in domain["responses"].items()}


def _response(name: str, rows: list[dict[str, Any]]) -> Response:
    if len(rows) != 1 or not rows[0].get("text"):
        raise BadDomain(f"{name}: write exactly one text")
    row = rows[0]
    metadata = row.get("metadata") or {}
    try:
        level = Level(metadata["level"])
    except (KeyError, ValueError):
        raise BadDomain(f"{name}: metadata.level must be cover or private") from None
    return Response(
        name=name,
        text=row["text"].strip(),
        level=level,
        buttons=tuple(Button(b["title"], b["payload"]) for b in row.get("buttons") or ()),
        columns=int(metadata.get("columns", 1)),
        buttons_from=metadata.get("buttons_from", ""),
        buttons_for=metadata.get("buttons_for", ""),
        buttons_without=metadata.get("buttons_without", ""),
        buttons_first=metadata.get("buttons_first", ""),
    )
