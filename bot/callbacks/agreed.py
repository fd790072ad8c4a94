"""The agreed callback as it is kept in Redis, sealed under an epoch key."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from undertone.uk_windows import Span, Window, span

MOST_ATTEMPTS = 3


class Way(StrEnum):
    """How: a hello in this chat, or a call to a number that only officers can open."""

    CHAT = "chat"
    PHONE = "phone"


class Opening(StrEnum):
    """The bland words that the client chose for the hello."""

    HELLO = "hello"
    GOOD_DAY = "good_day"
    PARCEL = "parcel"


@dataclass(frozen=True, kw_only=True)
class Callback:
    """One callback, with what is still to be done."""

    chat_id: int
    language: str
    day: date
    window: Window
    way: Way
    opening: Opening
    attempts: int
    """How many are left."""
    entry_id: str
    """The update that agreed it; any other one after it means that the client is there."""
    case_id: str = ""
    envelope_id: str = ""

    @property
    def span(self) -> Span:
        """The window of the next attempt."""
        return span(self.day, self.window)

    @property
    def due_ms(self) -> int:
        """When the gateway must look at it: to say hello, or to forget a call that is over."""
        if self.way is Way.CHAT:
            return int(self.span.starts.timestamp() * 1000)
        last = self.day + timedelta(days=self.attempts - 1)
        return int(span(last, self.window).ends.timestamp() * 1000)

    def next_attempt(self) -> Callback | None:
        """The same window of the next day; None where no attempt is left."""
        if self.attempts <= 1:
            return None
        return replace(self, day=self.day + timedelta(days=1), attempts=self.attempts - 1)

    def to_json(self) -> bytes:
        """As JSON bytes."""
        return json.dumps({**asdict(self), "day": self.day.isoformat()}).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> Callback:
        """What ``to_json`` gave."""
        body = json.loads(raw)
        return cls(
            **{
                **body,
                "day": date.fromisoformat(body["day"]),
                "window": Window(body["window"]),
                "way": Way(body["way"]),
                "opening": Opening(body["opening"]),
            }
        )
