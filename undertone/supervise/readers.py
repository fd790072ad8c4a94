"""Is a stream being read: how one sees from outside that the gateway or the console works."""

from __future__ import annotations

from typing import Any

from undertone.streams.messages import TO_BOT, TO_CONSOLE

READERS = {TO_BOT: "bot", TO_CONSOLE: "console"}
"""Who reads each stream; the consumer group has the process's name."""
FRESH_MS = 3000
"""A reader asks at least once a second; twice that, and a little, is still fresh."""


async def is_read(url: str, stream: str) -> bool:
    """Whether the stream's reader asked for entries within the last seconds."""
    from redis.asyncio import Redis
    from redis.exceptions import RedisError

    try:
        async with Redis.from_url(
            url, decode_responses=True, protocol=2, socket_timeout=2
        ) as redis:
            return is_fresh(await redis.xinfo_consumers(stream, READERS[stream]))
    except (RedisError, OSError):
        return False


def is_fresh(consumers: Any) -> bool:
    """Whether XINFO CONSUMERS shows one that asked just now."""
    return any(int(each["idle"]) < FRESH_MS for each in consumers)
