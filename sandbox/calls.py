"""What the bot called, for tests and benchmarks."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import asdict, dataclass

from sandbox.messages import Json

CALLS_KEPT = 50_000


@dataclass(slots=True)
class Call:
    """One call: ``arrived`` and ``answered`` are real time, ``at`` is Telegram's clock."""

    sequence: int
    method: str
    chat_id: int | None
    params: Json
    at: float
    arrived: float
    answered: float | None = None
    ok: bool | None = None
    error_code: int | None = None
    description: str | None = None
    fault: str | None = None
    effect: bool = False
    """Whether the method was run, even where no answer went out."""


class CallLog:
    """The newest calls, oldest first."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self._sequence = 0

    def begin(self, method: str, chat_id: int | None, params: Json, at: float) -> Call:
        """Note a call that has come in."""
        self._sequence += 1
        call = Call(self._sequence, method, chat_id, params, at, time.time())
        self._calls.append(call)
        return call

    def find(self, *, since: int, method: str, chat_id: int | None) -> list[Json]:
        """Calls after number ``since``; ``method`` empty means all (upper or lower case)."""
        return [
            asdict(call)
            for call in self._calls
            if call.sequence > since
            and (not method or call.method.lower() == method.lower())
            and (chat_id is None or call.chat_id == chat_id)
        ]

    @property
    def last(self) -> int:
        """Number of the newest call."""
        return self._sequence

    def clear(self) -> None:
        """Forget all; numbers go on."""
        self._calls.clear()
