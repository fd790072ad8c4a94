"""One queue per chat: what happens in a chat happens in order, chats side by side."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TypeVar

from undertone.stopping import end

log = logging.getLogger(__name__)
Step = Callable[[], Awaitable[None]]
Answer = TypeVar("Answer")


class ChatQueues:
    """Work waiting per chat; a chat without work costs nothing."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[tuple[str, Step]]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._known: set[str] = set()
        self._running: dict[str, str] = {}
        self._void: set[str] = set()

    def __contains__(self, entry_id: str) -> bool:
        """Whether a stream entry waits or is being handled here."""
        return entry_id in self._known

    def __len__(self) -> int:
        return len(self._known)

    def waiting(self, ref: str) -> int:
        """How much waits in the chat."""
        return len(self._waiting.get(ref, ()))

    def add(self, ref: str, entry_id: str, step: Step) -> None:
        """Put ``step`` behind what already waits in the chat."""
        if entry_id:
            self._known.add(entry_id)
        self._waiting.setdefault(ref, deque()).append((entry_id, step))
        if ref not in self._tasks:
            self._tasks[ref] = asyncio.create_task(self._work(ref))

    def clear(self, ref: str) -> list[str]:
        """Forget updates that wait in the chat; their entry ids. What runs becomes void."""
        if running := self._running.get(ref):
            self._void.add(running)
        waiting = self._waiting.get(ref)
        if not waiting:
            return []
        dropped = [entry_id for entry_id, _ in waiting if entry_id]
        self._waiting[ref] = deque(item for item in waiting if not item[0])
        self._known.difference_update(dropped)
        return dropped

    def is_void(self, entry_id: str) -> bool:
        """Whether the chat was cleared after this entry was begun."""
        return entry_id in self._void

    async def through(self, ref: str, work: Callable[[], Awaitable[Answer]]) -> Answer:
        """Run ``work`` in the chat's turn and give its result; its exceptions are raised here."""
        done: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

        async def step() -> None:
            try:
                result = await work()
            except Exception as error:
                if not done.done():
                    done.set_exception(error)
            else:
                if not done.done():
                    done.set_result(result)

        self.add(ref, "", step)
        return await done

    async def drain(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))

    async def stop(self, patience: float) -> None:
        """Let what is under way end for ``patience`` seconds, then break it off."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.drain(), patience)
        await end(list(self._tasks.values()))

    async def _work(self, ref: str) -> None:
        try:
            while waiting := self._waiting.get(ref):
                entry_id, step = waiting.popleft()
                self._running[ref] = entry_id
                try:
                    await step()
                except Exception as error:  # what comes after it in the chat must go on
                    log.error("a step in a chat failed: %s", type(error).__name__)
                finally:
                    self._running.pop(ref, None)
                    self._known.discard(entry_id)
                    self._void.discard(entry_id)
        finally:
            self._tasks.pop(ref, None)
            if not self._waiting.get(ref):
                self._waiting.pop(ref, None)
