"""The queue of updates that wait for the bot.

An update stays until a ``getUpdates`` with a greater offset confirms it, or for 24 hours.
Only one request can wait at a time: a newer one ends the older with a 409.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.clock import UPDATES_KEPT, Clock
from sandbox.messages import Json

CONFIRMED_KEPT = 2000
"""So many confirmed updates can be delivered once more on request."""
DEFAULT_ALLOWED = frozenset(
    {"message", "edited_message", "callback_query", "my_chat_member", "inline_query"}
)
"""What a bot gets unless it asked otherwise, of what the sandbox makes."""
IDS_PER_SECOND = 10
FIRST_SECOND = 1_704_067_200


class Terminated(Exception):
    """Another request took the place of this waiting one."""


@dataclass(frozen=True, slots=True)
class Update:
    """One update, already in the bytes that go out."""

    update_id: int
    body: str
    at: float


def encode(value: object) -> str:
    """Compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class UpdateQueue:
    """Waiting updates of one bot."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: deque[Update] = deque()
        self._confirmed: deque[Update] = deque(maxlen=CONFIRMED_KEPT)
        self._extra: deque[str] = deque()
        self._arrived = asyncio.Event()
        self._poll: asyncio.Event | None = None
        self._allowed: frozenset[str] = DEFAULT_ALLOWED
        self.confirmed_total = 0
        # Ids go on after a restart, so that a gateway never takes a new update for an old one.
        self._next_id = (int(time.time()) - FIRST_SECOND) * IDS_PER_SECOND

    @property
    def pending(self) -> int:
        """How many wait."""
        return len(self._waiting) + len(self._extra)

    def push(self, kind: str, payload: Json) -> int | None:
        """Queue an update; returns its id, or ``None`` where the bot did not ask for the kind."""
        if kind not in self._allowed:
            return None
        return self.push_any({kind: payload})

    def push_any(self, body: Json) -> int:
        """Queue any JSON object as an update under the next id."""
        update_id = self._next_id
        self._next_id += 1
        self._append(Update(update_id, encode({"update_id": update_id, **body}), self._clock.now()))
        return update_id

    def push_given(self, update: Json) -> None:
        """Deliver an update once under the id that it names, whatever was confirmed."""
        self._extra.append(encode(update))
        self._wake()

    def push_raw(self, text: str, *, once: bool) -> None:
        """Put ``text`` in the place of an update as it is; ``once``: only into one answer."""
        if once:
            self._extra.append(text)
            self._wake()
            return
        self._append(Update(self._next_id, text, self._clock.now()))
        self._next_id += 1

    def replay(self, count: int) -> int:
        """Deliver the last ``count`` confirmed updates once more; returns how many there were."""
        again = list(self._confirmed)[-count:] if count > 0 else []
        self._extra.extend(update.body for update in again)
        self._wake()
        return len(again)

    def allow(self, kinds: Iterable[str]) -> None:
        """Keep only these kinds from now on; an empty list means the default."""
        self._allowed = frozenset(kinds) or DEFAULT_ALLOWED

    def drop_all(self) -> None:
        """Forget everything that waits, and what could be replayed."""
        self._waiting.clear()
        self._confirmed.clear()
        self._extra.clear()

    def take(self, offset: int, limit: int) -> list[str]:
        """Confirm what lies below ``offset`` and return up to ``limit`` of the rest."""
        self._expire()
        if offset < 0:
            offset = self._waiting[offset].update_id if len(self._waiting) >= -offset else 0
        while self._waiting and self._waiting[0].update_id < offset:
            self._confirmed.append(self._waiting.popleft())
            self.confirmed_total += 1
        extra = [self._extra.popleft() for _ in range(min(limit, len(self._extra)))]
        rest = limit - len(extra)
        return extra + [update.body for _, update in zip(range(rest), self._waiting, strict=False)]

    async def poll(self, offset: int, limit: int, timeout: float, gone: asyncio.Event) -> list[str]:
        """Like ``take``, but wait up to ``timeout`` seconds for the first update.

        Raises ``Terminated`` where another poll comes meanwhile. Returns nothing once
        ``gone`` is set (the connection was closed) so that no update is spent on it.
        """
        taken = self.take(offset, limit)
        if taken or timeout <= 0:
            return taken
        mine = self._claim(gone)
        deadline = time.monotonic() + timeout
        while not self.pending and not gone.is_set():
            left = deadline - time.monotonic()
            if left <= 0 or not await self._woken(left):
                break
            if self._poll is not mine:
                break
        if gone.is_set():
            return []
        if self._poll is not mine:
            raise Terminated
        self._poll = None
        return self.take(offset, limit)

    def wake(self) -> None:
        """Make a waiting poll look again, because its connection went."""
        self._wake()

    def release(self) -> None:
        """Send a waiting poll home with nothing, because the server stops."""
        if self._poll is not None:
            self._poll.set()
        self._wake()

    def _claim(self, gone: asyncio.Event) -> asyncio.Event:
        self._poll = gone
        self._wake()
        return gone

    async def _woken(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._arrived.wait()
        except TimeoutError:
            return False
        return True

    def _append(self, update: Update) -> None:
        self._waiting.append(update)
        self._wake()

    def _wake(self) -> None:
        event, self._arrived = self._arrived, asyncio.Event()
        event.set()

    def _expire(self) -> None:
        oldest = self._clock.now() - UPDATES_KEPT
        while self._waiting and self._waiting[0].at < oldest:
            self._waiting.popleft()
