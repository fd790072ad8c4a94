"""What officers did, on its way to the gateway.

A message is written in the same transaction as what caused it, and sent in order by one
background task. Redis may be gone for hours: nothing is lost, and the page says "waiting
to be sent". A message may be sent twice (a crash between sending and forgetting); the
gateway drops an id that it has seen.
"""

from __future__ import annotations

import asyncio
import uuid
from datetime import datetime
from typing import Any

from asgiref.sync import sync_to_async
from django.db import close_old_connections, transaction
from django.utils import timezone
from redis.asyncio import Redis

from console.cases.models import QUEUED, SENT, Message
from console.live.channel import announce_after_commit
from console.stream.models import Outgoing
from undertone.streams.bus import publish
from undertone.streams.messages import TO_BOT, OfficerMessage, StreamMessage, from_wire


class Bell:
    """Wakes the sending task from any thread; without a task it does nothing."""

    def __init__(self) -> None:
        self._event: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self) -> None:
        """Ring in the running loop from now on."""
        self._event, self._loop = asyncio.Event(), asyncio.get_running_loop()

    def ring(self) -> None:
        """There is something to send."""
        if self._event is not None and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self, seconds: float) -> None:
        """Until the bell rings, ``seconds`` at most."""
        event = self._event or asyncio.Event()
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            return
        finally:
            event.clear()


bell = Bell()


def stamp(case_id: uuid.UUID, message_id: uuid.UUID | None = None) -> dict[str, Any]:
    """The fields that every message has; a fresh id unless one is given."""
    return {
        "message_id": str(message_id or uuid.uuid4()),
        "case_id": str(case_id),
        "at": timezone.now().isoformat(),
    }


def put(message: StreamMessage) -> None:
    """Write ``message`` into the outbox, in the caller's transaction."""
    Outgoing.objects.create(message_id=uuid.UUID(message.message_id), wire=message.to_wire())
    transaction.on_commit(bell.ring)


async def send_waiting(redis: Redis) -> int:
    """Send what waits, oldest first; returns how many.

    Raises ``redis.RedisError`` where Redis is gone; the rest stays for the next time.
    """
    sent = 0
    while (row := await sync_to_async(_oldest)()) is not None:
        message = from_wire(row.wire)
        await publish(redis, TO_BOT, message)
        await sync_to_async(_forget)(row, message)
        sent += 1
    return sent


def waiting() -> tuple[int, datetime | None]:
    """How many wait, and since when the oldest does."""
    oldest = Outgoing.objects.first()
    return Outgoing.objects.count(), oldest.made_at if oldest else None


def _oldest() -> Outgoing | None:
    close_old_connections()
    return Outgoing.objects.first()


def _forget(row: Outgoing, message: StreamMessage) -> None:
    with transaction.atomic():
        row.delete()
        if not isinstance(message, OfficerMessage):
            return
        line = Message.objects.filter(message_id=message.message_id)
        line.filter(delivery=QUEUED).update(delivery=SENT)
        found = line.select_related("case").first()
        if found is not None:
            announce_after_commit(found.case.team_id, found.case_id, "delivery")
