"""Clients: each sends a message, waits for the reply, and sends the next."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from bench.conversation import Step
from bench.wire import Connection

PLACEHOLDER = "…"
"""What the gateway's new message shows for the moment before its words come by edit."""
LONGEST_WAIT = 30.0


class NoReply(Exception):
    """No reply came within ``LONGEST_WAIT``."""


@dataclass(frozen=True)
class Exchange:
    """One message and its reply, in seconds since 1970: sent, seen on the client's side."""

    chat: int
    sent: float
    seen: float


class _Connected:
    def __init__(self, port: int) -> None:
        self._connection = Connection(port)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._connection.close()


class StockTalker(_Connected):
    """Talks to stock Rasa's REST channel; a button is its label as text."""

    _numbers = itertools.count()

    async def begins(self) -> None:
        """A sender that the server has not heard of."""
        self.chat = next(self._numbers)

    async def exchange(self, step: Step) -> Exchange:
        """One request; its answer is the reply."""
        message = {"sender": f"client-{self.chat}", "message": step.text}
        sent = time.time()
        await self._connection.request("POST", "/webhooks/rest/webhook", message)
        return Exchange(self.chat, sent, time.time())

    async def ends(self) -> None:
        """Nothing to do."""


class OurTalker(_Connected):
    """Writes on one of the sandbox's phones."""

    async def begins(self) -> None:
        """A new phone with the chat open."""
        new = {"name": "A", "language_code": "en", "open": True}
        answer = await self._connection.request("POST", "/sandbox/phones", new)
        self._view: dict[str, Any] = answer["view"]
        self.chat: int = self._view["id"]

    async def exchange(self, step: Step) -> Exchange:
        """Send, then look at the phone until the bot's bubble is another one."""
        before, sent = self._bubble(), time.time()
        await self.sends(step)
        while self._bubble() in (before, None):
            if time.time() - sent > LONGEST_WAIT:
                raise NoReply(f"after {step.text!r} the chat still shows {before}")
            await self._next_view()
        return Exchange(self.chat, sent, time.time())

    async def sends(self, step: Step) -> None:
        """Send without waiting for a reply. Raises ``Refused`` where there is no such button."""
        what, body = ("tap", {"label": step.text}) if step.is_tap else ("say", {"text": step.text})
        answer = await self._connection.request("POST", f"{self._path}/{what}", body)
        self._view = answer["view"]

    def said_at(self) -> float:
        """When the gateway could first fetch the newest typed message."""
        return max(float(one["at"]) for one in self._messages() if not one["from_bot"])

    async def ends(self) -> None:
        """Throw the phone away."""
        await self._connection.request("DELETE", self._path)

    @property
    def _path(self) -> str:
        return f"/sandbox/phones/{self.chat}"

    async def _next_view(self) -> None:
        query = f"after={self._view['version']}&timeout=2"
        self._view = (await self._connection.request("GET", f"{self._path}?{query}"))["view"]

    def _bubble(self) -> tuple[Any, ...] | None:
        """The bot's newest message: id, text and callback data, which are new in every turn."""
        for message in reversed(self._messages()):
            if message["from_bot"] and message["text"] != PLACEHOLDER:
                data = tuple(button["data"] for row in message["buttons"] for button in row)
                return (message["id"], message["text"], data)
        return None

    def _messages(self) -> list[dict[str, Any]]:
        chat = next(chat for chat in self._view["chats"] if chat["id"] == self.chat)
        return list(chat["messages"])
