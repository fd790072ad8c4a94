"""One turn of the dialogue over HTTP: ``turn(state, text) → (state′, replies, effects)``."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

import httpx

TIMEOUT = httpx.Timeout(2.0)
"""After 2 s the scripted path answers instead: nobody waits in front of a silent screen."""
VERSION = 1


class DialogueFailed(Exception):
    """Rasa is slow, down, or answered something that is not a turn."""


@dataclass(frozen=True)
class Reply:
    """The name of a response and what goes into its placeholders."""

    response: str
    variables: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TurnAnswer:
    """What a turn led to, as data."""

    state: dict[str, Any] | None
    replies: tuple[Reply, ...]
    effects: tuple[dict[str, Any], ...]


def free_text(text: str) -> str:
    """What a client typed, so that it can never pass for a button's payload (``/intent``)."""
    start = next((at for at, char in enumerate(text) if not _is_skipped(char)), len(text))
    return text[start:].rstrip() or "?"


def _is_skipped(char: str) -> bool:
    """Slashes, and all that is not seen in front of one: spaces, controls, marks of direction."""
    return unicodedata.category(char)[0] in "ZC" or unicodedata.normalize("NFKC", char) == "/"


class Dialogue:
    """The dialogue server at one address."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/webhooks/turn/webhook"
        self._client = httpx.AsyncClient(
            timeout=TIMEOUT, limits=httpx.Limits(max_connections=64), trust_env=False
        )

    async def close(self) -> None:
        """Close connections."""
        await self._client.aclose()

    async def turn(self, text: str, language: str, state: dict[str, Any] | None) -> TurnAnswer:
        """One turn. Raises ``DialogueFailed``."""
        request = {"version": VERSION, "text": text, "language": language, "state": state}
        try:
            answer = await self._client.post(self._url, json=request)
            answer.raise_for_status()
            return _read(answer.json())
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise DialogueFailed(type(error).__name__) from None


def _read(body: dict[str, Any]) -> TurnAnswer:
    if body["version"] != VERSION or not isinstance(body["state"], dict):
        raise ValueError("not a turn")
    replies = tuple(
        Reply(str(row["response"]), {k: str(v) for k, v in (row.get("variables") or {}).items()})
        for row in body["replies"]
    )
    effects = tuple(body["effects"])
    if not all(isinstance(effect, dict) and "effect" in effect for effect in effects):
        raise ValueError("not effects")
    return TurnAnswer(body["state"], replies, effects)
