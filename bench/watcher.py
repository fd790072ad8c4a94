"""``python -m bench.watcher REDIS_URL PATTERN``: prints when keys are destroyed, as it is told.

A process of its own, so that a busy benchmark does not delay it. Valkey sends the news with
the answers of the same pass, that is after the append-only file is on disk.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from redis import Redis

PREFIX = "__keyspace@0__:"


def main() -> None:
    """Run until ended."""
    url, pattern = sys.argv[1:]
    redis: Any = Redis.from_url(url, decode_responses=True, protocol=2)
    redis.config_set("notify-keyspace-events", "Kg")
    news = redis.pubsub(ignore_subscribe_messages=True)
    news.psubscribe(PREFIX + pattern)
    print("ready", flush=True)
    for message in news.listen():
        if message["data"] == "del":
            print(time.time(), message["channel"].removeprefix(PREFIX), flush=True)


if __name__ == "__main__":
    main()
