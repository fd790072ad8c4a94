"""Rate limit per chat and overall. Runs after the exit word, which it can therefore never silence.

Fails open: when in doubt the client is heard.
"""

from __future__ import annotations

import logging
import time

from telegram.error import TelegramError

from bot.send.lanes import Bucket
from bot.turn import Ignore, Rooms, Turn

BURST = 30
"""Updates that one chat may send at once: quicker than any person answers."""
PER_SECOND = 1.0
BURST_SECONDS = 10
"""How long newcomers may come at twice what can be answered in the long run."""
MAX_CHATS = 10_000
log = logging.getLogger(__name__)


class RateLimit:
    """A token bucket per chat, and one for all that are new."""

    def __init__(self, newcomers_per_second: int = 1_000_000) -> None:
        self._buckets: dict[str, tuple[float, float]] = {}
        self._newcomers = Bucket(newcomers_per_second, newcomers_per_second * BURST_SECONDS)

    async def run(self, turn: Turn, rooms: Rooms) -> None:
        """Drop what comes faster than ``PER_SECOND`` after ``BURST``. Raises ``Ignore``.

        Where all chats together bring more than can be answered, those with a session or
        a case go first; the others can write again.
        """
        if turn.urgent:
            return
        if not self.allows(turn.loaded.ref):
            if turn.incoming.message_id is not None:
                await _delete(turn.incoming.chat_id, turn.incoming.message_id, rooms)
            raise Ignore
        known = turn.conversation.is_open or turn.loaded.stub is not None
        if not known and not self._newcomers.take():
            raise Ignore

    def allows(self, ref: str) -> bool:
        """Take one token of the chat; false where there is none."""
        now = time.monotonic()
        tokens, at = self._buckets.pop(ref, (float(BURST), now))
        tokens = min(float(BURST), tokens + (now - at) * PER_SECOND)
        if len(self._buckets) >= MAX_CHATS:
            self._buckets.pop(next(iter(self._buckets)))
        self._buckets[ref] = (tokens - 1 if tokens >= 1 else tokens, now)
        return tokens >= 1


async def _delete(chat_id: int, message_id: int, rooms: Rooms) -> None:
    try:
        await rooms.sender.delete(chat_id, [message_id])
    except TelegramError as error:
        log.info("a message waits for the next tidying: %s", type(error).__name__)
