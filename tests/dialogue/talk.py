"""A small conversation tester: what the client sends, and what the dialogue answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

import httpx


@dataclass
class Talk:
    """One conversation over the turn protocol; it carries the state as the gateway does."""

    url: str
    client: httpx.Client
    language: str = "en"
    state: dict[str, Any] | None = None
    answer: dict[str, Any] = field(default_factory=dict)
    all_effects: list[dict[str, Any]] = field(default_factory=list)

    def says(self, *texts: str) -> Self:
        """The client sends these, one after the other."""
        for text in texts:
            body = {"version": 1, "text": text, "language": self.language, "state": self.state}
            response = self.client.post(f"{self.url}/webhooks/turn/webhook", json=body)
            assert response.status_code == 200, (text, response.status_code, response.text)
            self.answer = response.json()
            self.state = self.answer["state"]
            self.all_effects += self.effects
        return self

    def chooses(self, *values: str) -> Self:
        """The client taps buttons with these values."""
        return self.says(*(f'/choose{{"choice":"{value}"}}' for value in values))

    @property
    def replies(self) -> list[str]:
        """Names of the responses of the last turn."""
        return [reply["response"] for reply in self.answer["replies"]]

    @property
    def question(self) -> str:
        """The question that is asked now, without ``utter_ask_``."""
        return self.replies[-1].removeprefix("utter_ask_") if self.replies else ""

    @property
    def effects(self) -> list[dict[str, Any]]:
        """Effects of the last turn."""
        return list(self.answer["effects"])

    @property
    def effect_names(self) -> list[str]:
        """Their names."""
        return [effect["effect"] for effect in self.effects]

    @property
    def records(self) -> dict[str, tuple[str, Any]]:
        """What was recorded in the whole conversation: field → status, value."""
        return {
            effect["field"]: (effect["status"], effect["value"])
            for effect in self.all_effects
            if effect["effect"] == "record"
        }
