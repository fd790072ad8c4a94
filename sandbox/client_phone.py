"""A phone for tests and benchmarks: what a client does on it, and what the client sees."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.seen_by_client import (
    Message,
    Notification,
    Seen,
    Shown,
    Timing,
    read_message,
    read_notification,
    read_seen,
    read_shown,
)

DEFAULT_TIMEOUT = 20.0
LONGEST_POLL = 30.0

Request = Callable[..., Awaitable[dict[str, Any]]]
"""``request(method, path, json=…, params=…)`` of the control interface."""


class NotSeen(AssertionError):
    """What was waited for did not appear; the text tells what stood there instead."""


class Phone:
    """One client's phone."""

    def __init__(self, request: Request, view: dict[str, Any]) -> None:
        self._request = request
        self._view = view
        self.phone_id: int = view["id"]
        self.name: str = view["name"]

    # What the client sees

    @property
    def chat_id(self) -> int:
        """The private chat with the bot."""
        return self.phone_id

    @property
    def messages(self) -> tuple[Message, ...]:
        """What stands in the chat with the bot, oldest first."""
        return self.messages_in(self.chat_id)

    def messages_in(self, chat_id: int) -> tuple[Message, ...]:
        """What stands in one chat, oldest first (the newest 200)."""
        for chat in self._view["chats"]:
            if chat["id"] == chat_id:
                return tuple(read_message(message) for message in chat["messages"])
        return ()

    @property
    def bubble(self) -> Message | None:
        """The bot's newest message that still stands there."""
        return next((one for one in reversed(self.messages) if one.from_bot), None)

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts in the chat, oldest first."""
        return tuple(message.text for message in self.messages)

    @property
    def buttons(self) -> tuple[str, ...]:
        """Labels under the newest message that has buttons."""
        for message in reversed(self.messages):
            if message.buttons:
                return message.labels
        return ()

    @property
    def reply_keyboard(self) -> tuple[tuple[str, ...], ...]:
        """The keyboard that stands in place of the phone's own, if any."""
        for chat in self._view["chats"]:
            if chat["id"] == self.chat_id:
                return tuple(tuple(row) for row in chat["reply_keyboard"])
        return ()

    @property
    def notifications(self) -> tuple[Notification, ...]:
        """What stands on the lock screen now."""
        return tuple(read_notification(one) for one in self._view["tray"])

    @property
    def seen(self) -> tuple[Seen, ...]:
        """What the lock screen ever showed (the newest 100 events)."""
        return tuple(read_seen(one) for one in self._view["seen"])

    @property
    def alert(self) -> str | None:
        """Text of the answer to the last tap, shown over the chat."""
        alert: str | None = self._view["alert"]
        return alert

    @property
    def blocked(self) -> bool:
        """Whether the bot is blocked here."""
        return bool(self._view["blocked"])

    async def history(self) -> tuple[Shown, ...]:
        """Every text that ever stood on the screen."""
        answer = await self._request("GET", f"/phones/{self.phone_id}/history")
        return tuple(read_shown(one) for one in answer["shown"])

    # What the client does

    async def says(self, text: str, *, chat_id: int | None = None) -> Message:
        """Write something; returns the (last) message."""
        return await self._sent("say", {"text": text, "chat_id": chat_id})

    async def says_many(self, texts: list[str]) -> Message:
        """Write many messages at once; returns the last."""
        return await self._sent("say", {"texts": texts})

    async def sends(self, kind: str, *, caption: str = "", file_size: int | None = None) -> Message:
        """Send a voice, photo, document, sticker, contact, location, video … made on the spot."""
        return await self._sent("send", {"kind": kind, "caption": caption, "file_size": file_size})

    async def edits(self, message: Message, text: str) -> Message:
        """Change an own message."""
        return await self._sent("edit", {"message_id": message.message_id, "text": text})

    async def taps(
        self, label: str | None = None, *, index: int = 0, message_id: int | None = None
    ) -> None:
        """Tap the newest button with this label (whole, else a part), or number ``index``."""
        which: dict[str, Any] = {"index": index} if label is None else {"label": label}
        await self._do("tap", {**which, "message_id": message_id})

    async def taps_raw(self, data: str, *, message_id: int | None = None) -> None:
        """Deliver a tap with any callback data, also on a message that is gone."""
        await self._do("tap", {"data": data, "message_id": message_id})

    async def plays(
        self, steps: list[dict[str, str]], *, patience: float = 10.0
    ) -> tuple[Timing, ...]:
        """Play ``[{"say": "/start"}, {"tap": "Yes"}]`` inside the server, for benchmarks.

        Each step follows as soon as the bot has answered (sent or edited something).
        """
        given = {"steps": steps, "patience": patience}
        path = f"/phones/{self.phone_id}/play"
        answer = await self._request("POST", path, json=given, timeout=None)
        return tuple(Timing(**timing) for timing in answer["timings"])

    async def deletes(self, message: Message) -> None:
        """Delete a message for both sides."""
        await self._do("delete", {"message_id": message.message_id, "chat_id": message.chat_id})

    async def opens_chat(self, chat_id: int | None = None) -> None:
        """Put a chat on the screen: everything in it is read."""
        await self._do("open", {"chat_id": chat_id})

    async def closes_chat(self) -> None:
        """Leave the chat or lock the phone: what comes now makes notifications."""
        await self._do("close", {})

    async def dismisses_notifications(self) -> None:
        """Swipe the notifications away."""
        await self._do("dismiss", {})

    async def blocks(self) -> None:
        """Block the bot."""
        await self._do("block", {})

    async def unblocks(self) -> None:
        """Unblock the bot."""
        await self._do("unblock", {})

    async def removed(self) -> None:
        """Throw the phone away."""
        await self._request("DELETE", f"/phones/{self.phone_id}")

    # Waiting for the bot

    async def refresh(self) -> None:
        """Look at the phone again."""
        self._view = (await self._request("GET", f"/phones/{self.phone_id}"))["view"]

    async def wait_for(
        self, expected: str | Callable[[Phone], bool], timeout: float = DEFAULT_TIMEOUT
    ) -> Message | None:
        """Wait until a message of the bot contains this text, or until the predicate holds.

        Returns that message (for a predicate: ``bubble``). Raises ``NotSeen``.
        """
        deadline = time.monotonic() + timeout
        await self.refresh()
        while True:
            if isinstance(expected, str):
                if found := self._find(expected):
                    return found
            elif expected(self):
                return self.bubble
            left = deadline - time.monotonic()
            if left <= 0:
                raise NotSeen(self._instead(expected, timeout))
            await self._next_version(left)

    async def settles(self, quiet: float = 0.3, timeout: float = DEFAULT_TIMEOUT) -> None:
        """Wait until nothing has changed for ``quiet`` seconds. Raises ``NotSeen``."""
        deadline = time.monotonic() + timeout
        await self.refresh()
        while True:
            before = self._view["version"]
            await self._next_version(quiet)
            if self._view["version"] == before:
                return
            if time.monotonic() > deadline:
                raise NotSeen(f"{self.name}'s phone was not quiet within {timeout} s")

    def _find(self, text: str) -> Message | None:
        fitting = (one for one in reversed(self.messages) if one.from_bot and text in one.text)
        return next(fitting, None)

    def _instead(self, expected: object, timeout: float) -> str:
        lines = [
            f"{'bot' if m.from_bot else 'client'}: {m.text!r} {m.labels}" for m in self.messages
        ]
        stood = "\n  ".join(lines) or "nothing"
        return f"{expected!r} did not appear within {timeout} s; {self.name} saw\n  {stood}"

    async def _next_version(self, seconds: float) -> None:
        query = {"after": self._view["version"], "timeout": min(seconds, LONGEST_POLL)}
        path = f"/phones/{self.phone_id}"
        self._view = (await self._request("GET", path, params=query))["view"]

    async def _do(self, what: str, given: dict[str, Any]) -> dict[str, Any]:
        path = f"/phones/{self.phone_id}/{what}"
        answer = await self._request("POST", path, json=given)
        self._view = answer["view"]
        return answer

    async def _sent(self, what: str, given: dict[str, Any]) -> Message:
        answer = await self._do(what, given)
        message_id = answer["message_ids"][-1]
        chat_id = given.get("chat_id") or self.chat_id
        return next(one for one in self.messages_in(chat_id) if one.message_id == message_id)
