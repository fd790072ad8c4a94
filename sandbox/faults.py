"""Faults on request: what goes wrong on the way to Telegram and back."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, field
from types import NoneType
from typing import Literal, get_args

from sandbox.messages import Json

FaultKind = Literal[
    "flood",
    "server_error",
    "error",
    "garbage",
    "hang",
    "hang_after",
    "slow",
    "drop",
    "drop_after",
    "lie",
    "duplicate",
    "shuffle",
]
KINDS: frozenset[str] = frozenset(get_args(FaultKind))
EVERY_METHOD = "*"
"""Every method but ``getUpdates``, which has to be named."""
POLL = "getupdates"


_FIELDS: dict[str, tuple[type, ...]] = {
    "method": (str,),
    "kind": (str,),
    "count": (int, NoneType),
    "probability": (int, float),
    "chat_id": (int, NoneType),
    "retry_after": (int,),
    "seconds": (int, float),
    "code": (int,),
    "description": (str,),
    "keep": (int, list, NoneType),
}


class BadFault(Exception):
    """A fault that cannot be set; the text says why."""


@dataclass(slots=True)
class Fault:
    """One fault: for which calls, how often, and what happens.

    ``keep`` belongs to ``lie``: how many ids, or which, survive although the answer is true;
    ``None`` keeps all.
    """

    method: str
    kind: FaultKind
    count: int | None = 1
    probability: float = 1.0
    chat_id: int | None = None
    retry_after: int = 1
    seconds: float = 30.0
    code: int = 400
    description: str = "Bad Request: fault on request"
    keep: int | list[int] | None = None
    struck: int = field(default=0)

    def fits(self, method: str, chat_id: int | None) -> bool:
        """Whether it is meant for this call and not used up."""
        if self.count is not None and self.struck >= self.count:
            return False
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        if self.kind == "lie" and method != "deletemessages":
            return False
        wanted = self.method.lower()
        return wanted == method or (wanted == EVERY_METHOD and method != POLL)

    def survivors(self, message_ids: list[int]) -> set[int]:
        """Which of these ids a lying ``deleteMessages`` leaves standing."""
        if self.keep is None:
            return set(message_ids)
        if isinstance(self.keep, int):
            return set(message_ids[: self.keep])
        return set(self.keep)


class Faults:
    """The faults that are set."""

    def __init__(self) -> None:
        self._set: list[Fault] = []
        self._chance = random.Random()  # noqa: S311 - chance, not secrecy

    def add(self, given: Json) -> Fault:
        """Set a fault from the control API's JSON.

        Raises ``BadFault`` where the kind or a field is unknown.
        """
        if given.get("kind") not in KINDS:
            raise BadFault(f"kind must be one of {', '.join(sorted(KINDS))}")
        for name, value in given.items():
            if name not in _FIELDS or not isinstance(value, _FIELDS[name]):
                raise BadFault(f"{name}: no such field, or not of its type")
        fault = Fault(**{"method": EVERY_METHOD, **given})
        self._set.append(fault)
        return fault

    def clear(self) -> None:
        """Take all faults away."""
        self._set.clear()

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """The first fault that hits this call, counted as used."""
        for fault in self._set:
            if fault.fits(method, chat_id) and self._chance.random() < fault.probability:
                fault.struck += 1
                return fault
        return None

    def as_json(self) -> list[Json]:
        """All faults with how often each struck."""
        return [asdict(fault) for fault in self._set]
