"""The channel from whatever changes a case to the pages that show it, inside this process.

One process serves all pages and takes in the stream, so no server stands in between; it
goes on working while Redis is gone.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.db import transaction

_WAITING = 100
"""Events that a slow page may be behind before the oldest is dropped; it asks again anyway."""


@dataclass(frozen=True)
class Change:
    """Something changed about a case of ``team_id``; carries no content."""

    team_id: int
    case_id: str
    what: str

    def lines(self) -> str:
        """As server-sent events: one for the queue, one for the page of that case."""
        data = json.dumps({"what": self.what})
        return f"event: queue\ndata: {data}\n\nevent: case-{self.case_id}\ndata: {data}\n\n"


class Channel:
    """Hands every change to every listener; may be called from any thread."""

    def __init__(self) -> None:
        self._listeners: dict[asyncio.Queue[Change | None], asyncio.AbstractEventLoop] = {}

    def announce(self, change: Change) -> None:
        """Tell all listeners now."""
        for queue, loop in list(self._listeners.items()):
            loop.call_soon_threadsafe(_put, queue, change)

    def close(self) -> None:
        """End every listener's stream."""
        for queue, loop in list(self._listeners.items()):
            loop.call_soon_threadsafe(_put, queue, None)

    async def listen(self, team_id: int, heartbeat: float) -> AsyncIterator[Change | None]:
        """Changes of one team; None whenever nothing came for ``heartbeat`` seconds."""
        with self._listener() as queue:
            while True:
                try:
                    change = await asyncio.wait_for(queue.get(), heartbeat)
                except TimeoutError:
                    yield None
                    continue
                if change is None:
                    return
                if change.team_id == team_id:
                    yield change

    @contextmanager
    def _listener(self):  # type: ignore[no-untyped-def]
        queue: asyncio.Queue[Change | None] = asyncio.Queue(_WAITING)
        self._listeners[queue] = asyncio.get_running_loop()
        try:
            yield queue
        finally:
            del self._listeners[queue]


def _put(queue: asyncio.Queue[Change | None], change: Change | None) -> None:
    if queue.full():
        queue.get_nowait()
    queue.put_nowait(change)


channel = Channel()


def announce_after_commit(team_id: int, case_id: object, what: str) -> None:
    """Announce once the transaction at hand has been committed."""
    transaction.on_commit(partial(channel.announce, Change(team_id, str(case_id), what)))
