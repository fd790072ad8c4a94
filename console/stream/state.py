"""How the stream tasks are doing, for the service page."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from console.stream.models import SeenMessage

REMEMBER_DAYS = 30
"""Longer than any copy of a message can linger in a stream."""
FRESH_SECONDS = 15.0


@dataclass
class StreamState:
    """Times are ``time.monotonic``; 0 means never."""

    last_taken_in: float = 0.0
    last_sent: float = 0.0
    fault: str = ""

    def took_in(self) -> None:
        """The stream was read without a fault."""
        self.last_taken_in = time.monotonic()

    def sent(self) -> None:
        """The outbox was looked at without a fault."""
        self.last_sent = time.monotonic()

    def works(self) -> bool:
        """Whether both directions worked moments ago."""
        oldest = min(self.last_taken_in, self.last_sent)
        return oldest > 0 and time.monotonic() - oldest < FRESH_SECONDS


state = StreamState()


def tidy() -> None:
    """Forget ids that can no longer come again, and sign-ins that are over."""
    limit = timezone.now() - timedelta(days=REMEMBER_DAYS)
    SeenMessage.objects.filter(seen_at__lt=limit).delete()
    SessionStore.clear_expired()
