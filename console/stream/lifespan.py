"""Starts the stream tasks with the server and stops them with it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections, connection
from redis.asyncio import Redis

from console.stream import outbox
from console.stream.intake import receive
from console.stream.state import StreamState, state, tidy
from undertone.streams.bus import Consumer
from undertone.streams.messages import TO_CONSOLE, StreamMessage

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds between attempts while Redis is gone or a message cannot be taken in."""
SEND_EVERY = 2.0
BLOCK_MS = 1000

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def with_background(django: Application) -> Application:
    """``django`` with the stream tasks tied to the server's lifespan."""

    async def application(scope: Scope, receive_: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive_, send)
        else:
            await django(scope, receive_, send)

    return application


async def _lifespan(receive_: Receive, send: Send) -> None:
    await receive_()
    tasks = start()
    await send({"type": "lifespan.startup.complete"})
    await receive_()
    await stop(tasks)
    await send({"type": "lifespan.shutdown.complete"})


def start() -> list[asyncio.Task[None]]:
    """Start taking in and sending; returns the tasks for ``stop``."""
    outbox.bell.attach()
    loops = (take_in_for_ever, send_for_ever)
    return [asyncio.create_task(_for_ever(loop), name=loop.__name__) for loop in loops]


async def stop(tasks: list[asyncio.Task[None]]) -> None:
    """End the tasks; what they were at stays in the stream or the outbox."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def connect() -> Redis:
    """A client for the streams; longer socket timeout than the longest blocking read."""
    return Redis.from_url(
        settings.REDIS_URL,
        decode_responses=True,
        protocol=2,
        socket_timeout=BLOCK_MS / 1000 + 4,
        socket_connect_timeout=3,
    )


async def _for_ever(loop: Callable[[Redis, StreamState], Awaitable[None]]) -> None:
    """Run ``loop`` again after every fault, with longer and longer pauses."""
    pause = FIRST_PAUSE
    while True:
        redis = connect()
        began = asyncio.get_running_loop().time()
        try:
            await loop(redis, state)
        except Exception as error:  # a background task must outlive any fault
            log.warning(
                "%s stopped with %s; starting it again", loop.__name__, type(error).__name__
            )
            state.fault = type(error).__name__
        finally:
            with contextlib.suppress(Exception):
                await redis.aclose()
        lasted = asyncio.get_running_loop().time() - began
        pause = FIRST_PAUSE if lasted > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
        await asyncio.sleep(pause)


async def take_in_for_ever(redis: Redis, status: StreamState) -> None:
    """Take in the stream in order; slows down while messages cannot be taken in."""
    consumer = Consumer(redis, TO_CONSOLE, "console", "console")
    await consumer.prepare()
    await sync_to_async(tidy)()
    pause = FIRST_PAUSE
    while True:
        trouble = _Trouble()
        await sync_to_async(_database_answers)()  # its absence must not use up attempts
        await consumer.run_once(trouble.handle, block_ms=BLOCK_MS)
        status.took_in()
        if not trouble.happened:
            pause = FIRST_PAUSE
            continue
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


async def send_for_ever(redis: Redis, status: StreamState) -> None:
    """Send the outbox whenever something was put in, and look every few seconds anyway."""
    while True:
        await outbox.send_waiting(redis)
        status.sent()
        await outbox.bell.wait(SEND_EVERY)


class _Trouble:
    """Runs the handler in a thread and remembers whether it failed."""

    def __init__(self) -> None:
        self.happened = False

    async def handle(self, message: StreamMessage) -> None:
        try:
            await sync_to_async(_receive)(message)
        except Exception:
            self.happened = True
            raise


def _database_answers() -> None:
    close_old_connections()
    connection.ensure_connection()


def _receive(message: StreamMessage) -> None:
    close_old_connections()
    receive(message)
