"""Does Redis answer, is every write on disk before the answer, and is anything set aside."""

from __future__ import annotations

from collections import Counter
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from undertone.blocks import PREFIX
from undertone.streams.bus import dead_letters
from undertone.supervise.doctor.finding import Finding
from undertone.supervise.readers import READERS, is_fresh
from undertone.supervise.settings import Settings
from undertone.supervise.valkey import local_url

UPDATES = "updates"
"""The gateway's own stream of what comes from Telegram."""
MUST_BE = {"appendonly": "yes", "appendfsync": "always", "maxmemory-policy": "noeviction"}


def findings(settings: Settings) -> list[Finding]:
    """Reachability, durability, dead letters, and whether both ends read their stream."""
    url = settings.redis_url or local_url(settings.home, settings.valkey_port)
    if url is None:
        return [Finding.wrong("redis", "was never started here", "run `make run`")]
    with Redis.from_url(url, decode_responses=True, protocol=2, socket_timeout=3) as redis:
        try:
            redis.ping()
            return [
                *_durable(redis),
                *_dead_letters(redis),
                *_readers(redis),
                _blocks(redis),
            ]
        except RedisError as error:
            remedy = "run `make run`" if not settings.redis_url else "check REDIS_URL"
            return [Finding.wrong("redis", f"does not answer ({type(error).__name__})", remedy)]


def _durable(redis: Redis) -> list[Finding]:
    try:
        found = [_setting(redis, name, value) for name, value in MUST_BE.items()]
    except RedisError:
        text = "does not let us see its settings"
        remedy = f"make sure of: {', '.join(' '.join(pair) for pair in MUST_BE.items())}"
        return [Finding.notice("redis", text, remedy)]
    wrong = [each for each in found if each is not None]
    return wrong or [Finding.good("redis", "answers, and every write is on disk first")]


def _setting(redis: Redis, name: str, value: str) -> Finding | None:
    answer: Any = redis.config_get(name)
    if answer.get(name) == value:
        return None
    text = f"{name} is {answer.get(name)}, so entries can be lost"
    return Finding.wrong("redis", text, f"set {name} {value} in the server's configuration")


def _dead_letters(redis: Redis) -> list[Finding]:
    remedy = "look at them in the console; they are kept until someone removes them"
    return [
        Finding.notice("streams", f"{count} entries of {stream} could not be handled", remedy)
        for stream in (*READERS, UPDATES)
        if (count := _length(redis, dead_letters(stream)))
    ]


def _length(redis: Redis, stream: str) -> int:
    answer: Any = redis.xlen(stream)
    return int(answer)


def _readers(redis: Redis) -> list[Finding]:
    return [_reader(redis, stream, process) for stream, process in READERS.items()]


def _reader(redis: Redis, stream: str, process: str) -> Finding:
    try:
        answer: Any = redis.xinfo_consumers(stream, process)
    except RedisError:
        answer = []
    if is_fresh(answer):
        return Finding.good(process, f"reads {stream}")
    return Finding.wrong(process, f"nobody reads {stream}", "run `make run` and look at its lines")


def _blocks(redis: Redis) -> Finding:
    """Chats that are not listened to for a while, by reason."""
    found: list[Any] = [redis.get(name) for name in redis.scan_iter(match=f"{PREFIX}*", count=500)]
    reasons = Counter(str(reason) for reason in found if reason)
    if not reasons:
        return Finding.good("blocks", "no chat is blocked")
    text = ", ".join(f"{count} for {reason}" for reason, count in sorted(reasons.items()))
    remedy = "each ends by itself within the hour; many at once are an attack"
    return Finding.notice("blocks", f"chats blocked for a while: {text}", remedy)
