"""Phones for tests and benchmarks: what a client does, and what the client sees.

    async with SandboxControl("http://127.0.0.1:8081") as sandbox:
        phone = await sandbox.phone("Amal", language="ar")
        await phone.says("/start")
        await phone.wait_for("good time")
        await phone.taps("Yes")

Every call that does something brings the phone up to date; ``wait_for`` and ``settles``
wait for what the bot does. All of them raise ``SandboxRefused`` for what a phone cannot do
and ``NotSeen`` where something awaited does not come.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

import httpx

from sandbox.client_phone import LONGEST_POLL, NotSeen, Phone
from sandbox.seen_by_client import Button, Call, Message, Notification, Seen, Shown, Timing

__all__ = ["Button", "Call", "Group", "Message", "NotSeen", "Notification", "Phone"]
__all__ += ["SandboxControl", "SandboxRefused", "Seen", "Shown", "Timing"]


class SandboxRefused(Exception):
    """The sandbox does not do that; the text says why."""


class SandboxControl:
    """The sandbox as tests and benchmarks steer it."""

    def __init__(self, address: str = "http://127.0.0.1:8081") -> None:
        limits = httpx.Limits(max_connections=500, max_keepalive_connections=500)
        self._http = httpx.AsyncClient(
            base_url=address, timeout=LONGEST_POLL + 10, limits=limits, trust_env=False
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def request(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        """One call of the control interface; raises ``SandboxRefused`` for an error."""
        answer = await self._http.request(method, f"/sandbox{path}", **content)
        body: dict[str, Any] = answer.json()
        if answer.is_error:
            raise SandboxRefused(body.get("error", answer.text))
        return body

    async def phone(self, name: str, *, language: str = "en", open_chat: bool = True) -> Phone:
        """A new phone; its chat with the bot is on the screen unless told otherwise."""
        given = {"name": name, "language_code": language, "open": open_chat}
        return Phone(self.request, (await self.request("POST", "/phones", json=given))["view"])

    async def group(
        self, title: str, members: Iterable[Phone], *, supergroup: bool = False
    ) -> Group:
        """A new group with these phones and the bot."""
        ids = [phone.phone_id for phone in members]
        given = {"title": title, "members": ids, "supergroup": supergroup}
        return Group((await self.request("POST", "/groups", json=given))["chat_id"])

    async def fault(self, method: str, kind: str, **more: Any) -> None:
        """Set a fault: ``count`` (default 1, ``None`` for ever), ``probability``, ``chat_id`` …"""
        await self.request("POST", "/faults", json={"method": method, "kind": kind, **more})

    async def faults(self) -> list[dict[str, Any]]:
        """The faults that are set, each with how often it ``struck``."""
        return list((await self.request("GET", "/faults"))["faults"])

    async def clear_faults(self) -> None:
        """Take all faults away."""
        await self.request("DELETE", "/faults")

    async def advance(self, *, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Move Telegram's clock forward."""
        total = hours * 3600 + minutes * 60 + seconds
        await self.request("POST", "/clock", json={"advance": total})

    async def now(self) -> float:
        """What time it is for Telegram."""
        return float((await self.request("GET", "/clock"))["now"])

    async def limits(self, *, per_chat: float | None, overall: float | None) -> None:
        """Set the flood limits in messages per second; ``None`` switches one off."""
        await self.request("POST", "/limits", json={"per_chat": per_chat, "overall": overall})

    async def calls(
        self, method: str = "", *, chat_id: int | None = None, since: int = 0
    ) -> list[Call]:
        """What the bot called (all but ``getUpdates``), oldest first."""
        query = {"method": method, "chat_id": chat_id or 0, "since": since}
        found = await self.request("GET", "/calls", params=query)
        return [Call(**call) for call in found["calls"]]

    async def updates(self) -> tuple[int, int]:
        """How many updates wait, and how many were confirmed so far."""
        answer = await self.request("GET", "/updates")
        return answer["pending"], answer["confirmed"]

    async def inject(self, update: dict[str, Any]) -> int:
        """Deliver any JSON as an update; with an own ``update_id`` exactly once, as given."""
        answer = await self.request("POST", "/updates", json={"update": update})
        return int(answer["update_id"])

    async def inject_raw(self, text: str, *, once: bool = True) -> None:
        """Put any text in the place of an update."""
        await self.request("POST", "/updates", json={"raw": text, "once": once})

    async def replay(self, count: int) -> int:
        """Deliver the last confirmed updates once more; returns how many."""
        answer = await self.request("POST", "/updates/replay", json={"count": count})
        return int(answer["replayed"])

    async def bot(self) -> dict[str, Any]:
        """What the bot has set about itself."""
        return await self.request("GET", "/bot")

    async def reset(self) -> None:
        """Forget phones, messages, updates, faults, limits, calls and the moved clock."""
        await self.request("POST", "/reset")


class Group:
    """A group chat with the bot in it."""

    def __init__(self, chat_id: int) -> None:
        self.chat_id = chat_id

    async def says(self, phone: Phone, text: str) -> Message:
        """Let a member write there."""
        return await phone.says(text, chat_id=self.chat_id)
