"""Consumers: nothing lost, order kept, what cannot be handled set aside in sight."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from tests.servers import ValkeyServer
from undertone.streams import bus
from undertone.streams.bus import MAX_ATTEMPTS, Consumer, dead_letters, publish
from undertone.streams.messages import CaseClaimed, StreamMessage

STREAM = "to_test"


def _message(number: int) -> CaseClaimed:
    return CaseClaimed(message_id=str(number), case_id="c", at="2026-01-01T00:00:00+00:00")


class Heard:
    """A handler that notes what it heard and fails on some messages some times."""

    def __init__(self, **fails: int) -> None:
        self.numbers: list[int] = []
        self.asked: Counter[str] = Counter()
        self._fails = fails

    async def __call__(self, message: StreamMessage) -> None:
        """Hear one message."""
        self.asked[message.message_id] += 1
        if self.asked[message.message_id] <= self._fails.get(f"m{message.message_id}", 0):
            raise ValueError("on purpose")
        self.numbers.append(int(message.message_id))


async def _publish(redis: Redis, count: int, start: int = 0) -> None:
    for number in range(start, start + count):
        await publish(redis, STREAM, _message(number))


async def _consumer(redis: Redis, name: str = "one") -> Consumer:
    consumer = Consumer(redis, STREAM, "group", name)
    await consumer.prepare()
    return consumer


async def _handle_all(consumer: Consumer, redis: Any, heard: Heard) -> None:
    while await redis.xlen(STREAM):
        await consumer.run_once(heard, block_ms=10)


async def test_messages_are_handled_in_order_and_leave_the_stream(redis: Redis) -> None:
    consumer, heard = await _consumer(redis), Heard()
    await _publish(redis, 120)
    await _handle_all(consumer, redis, heard)
    assert heard.numbers == list(range(120))
    assert await redis.xlen(STREAM) == 0
    assert (await redis.xpending(STREAM, "group"))["pending"] == 0


async def test_what_was_published_before_the_group_existed_is_heard(redis: Redis) -> None:
    await _publish(redis, 3)
    consumer, heard = await _consumer(redis), Heard()
    await consumer.prepare()
    await _handle_all(consumer, redis, heard)
    assert heard.numbers == [0, 1, 2]


async def test_a_message_that_fails_holds_back_what_came_later(redis: Redis) -> None:
    consumer, heard = await _consumer(redis), Heard(m1=MAX_ATTEMPTS - 1)
    await _publish(redis, 5)
    await _handle_all(consumer, redis, heard)
    assert heard.numbers == [0, 1, 2, 3, 4]
    assert heard.asked["1"] == MAX_ATTEMPTS
    assert await redis.xlen(dead_letters(STREAM)) == 0


async def test_a_message_that_always_fails_is_set_aside_after_five_attempts(redis: Redis) -> None:
    consumer, heard = await _consumer(redis), Heard(m1=1000)
    await _publish(redis, 3)
    await _handle_all(consumer, redis, heard)
    assert heard.numbers == [0, 2]
    assert heard.asked["1"] == MAX_ATTEMPTS
    dead: Any = await redis.xrange(dead_letters(STREAM))
    assert [row["reason"] for _, row in dead] == ["ValueError"]
    assert {**_message(1).to_wire(), "reason": "ValueError"} == dead[0][1]


async def test_messages_behind_a_failing_one_keep_their_attempts(redis: Redis) -> None:
    consumer, heard = await _consumer(redis), Heard(m0=1000, m1=2, m2=MAX_ATTEMPTS - 2)
    await _publish(redis, 4)
    await _handle_all(consumer, redis, heard)
    assert heard.numbers == [1, 2, 3]
    assert await redis.xlen(dead_letters(STREAM)) == 1


async def test_what_is_no_message_is_set_aside_at_once(redis: Redis) -> None:
    consumer, heard = await _consumer(redis), Heard()
    await redis.xadd(STREAM, {"kind": "nonsense"})
    await _publish(redis, 1)
    await _handle_all(consumer, redis, heard)
    assert heard.numbers == [0]
    assert await redis.xlen(dead_letters(STREAM)) == 1


async def test_what_a_dead_consumer_held_is_taken_over_by_another(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "CLAIM_IDLE_MS", 20)
    await _consumer(redis, "dead")
    await _publish(redis, 3)
    await redis.xreadgroup("group", "dead", {STREAM: ">"}, count=3)
    await asyncio.sleep(0.03)
    consumer, heard = await _consumer(redis, "alive"), Heard()
    await _handle_all(consumer, redis, heard)
    assert sorted(heard.numbers) == [0, 1, 2]


async def test_a_restarted_consumer_takes_up_its_own_before_what_is_new(redis: Redis) -> None:
    await _consumer(redis)
    await _publish(redis, 2)
    await redis.xreadgroup("group", "one", {STREAM: ">"}, count=2)
    await _publish(redis, 2, start=2)
    consumer, heard = await _consumer(redis), Heard()
    await _handle_all(consumer, redis, heard)
    assert heard.numbers == [0, 1, 2, 3]


async def test_an_entry_that_somebody_deleted_blocks_nothing(redis: Redis) -> None:
    consumer, heard = await _consumer(redis), Heard()
    await _publish(redis, 3)
    read: Any = await redis.xreadgroup("group", "one", {STREAM: ">"}, count=3)
    await redis.xdel(STREAM, read[0][1][0][0])
    await _handle_all(consumer, redis, heard)
    assert heard.numbers == [1, 2]


async def test_a_server_killed_in_the_middle_loses_none_and_keeps_the_order(
    redis: Redis, valkey: ValkeyServer
) -> None:
    # Given a consumer that works off a stream
    heard = Heard()
    consumer = Consumer(redis, STREAM, "group", "one")
    await consumer.prepare()
    await _publish(redis, 60)

    async def slowly(message: StreamMessage) -> None:
        await asyncio.sleep(0.003)
        await heard(message)

    following = asyncio.create_task(consumer.follow(slowly))
    # When the server is killed, twice, and started again
    for _ in range(2):
        await asyncio.sleep(0.06)
        valkey.kill()
        await asyncio.sleep(0.05)
        valkey.restart()
        valkey.wait()
    # Then everything is heard, in order; at most the one under way is heard twice
    while len(set(heard.numbers)) < 60:
        await asyncio.sleep(0.02)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    assert list(dict.fromkeys(heard.numbers)) == list(range(60))
    assert len(heard.numbers) <= 62


async def test_publishing_to_a_dead_server_raises(redis: Redis, valkey: ValkeyServer) -> None:
    valkey.kill()
    try:
        with pytest.raises((RedisError, OSError)):
            await _publish(redis, 1)
    finally:
        valkey.restart()
        valkey.wait()


async def test_a_consumer_stops_when_it_is_told_to(redis: Redis) -> None:
    for _ in range(20):
        consumer = Consumer(redis, STREAM, "group", "one")
        following = asyncio.create_task(consumer.follow(Heard()))
        await asyncio.sleep(0.005)
        following.cancel()
        await asyncio.wait([following], timeout=3)
        assert following.done()
