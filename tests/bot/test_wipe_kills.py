"""Fifty times ``kill -9`` of a real gateway between the steps of wipes: each is finished."""

from __future__ import annotations

import asyncio
import random
import signal
import sys

import pytest

from bot.clock import now_ms
from bot.send.approved import Bubble, approve
from bot.sessions import LAST_LINE
from bot.settings import Settings
from bot.state import names
from bot.state.conversation import Conversation, Mode
from bot.state.store import Outcome
from bot.wipe.wiper import wipe_job
from bot.wiring import Gateway, wire
from sandbox.client import Phone, SandboxControl
from tests.bot.steps import GOODBYE
from tests.servers import clean_environment
from undertone.environment import ROOT
from undertone.guard import Level
from undertone.streams.messages import Departure

KILLS = 50
QUICK_KILLS = 3
MESSAGES = 4
DIES_SECONDS = 20
MOST_STEPS = 20
"""A wipe of a chat of this size has about twenty points at which it can die."""
SEED = 5


async def _child(settings: Settings, steps: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bot.wipe_child",
        str(settings.home),
        settings.redis_url,
        settings.api_base,
        str(steps),
        cwd=ROOT,
        env=clean_environment(),
        stderr=asyncio.subprocess.DEVNULL,
    )


async def _dies_after(settings: Settings, steps: int) -> bool:
    """Whether a gateway got that far; a wipe that takes fewer steps is finished."""
    dying = await _child(settings, steps)
    try:
        return await asyncio.wait_for(dying.wait(), DIES_SECONDS) == -signal.SIGKILL
    except TimeoutError:
        dying.kill()
        await dying.wait()
        return False


async def _leaves(gateway: Gateway, phone: Phone) -> None:
    """A chat with messages in it whose client has just left; nobody has begun to wipe it."""
    store, chat_id = gateway.rooms.store, phone.chat_id
    ref = store.ref(chat_id)
    conversation = Conversation(chat_id, "en", mode=Mode.SESSION, keep_messages=True)
    await store.commit(await store.load(ref), Outcome(conversation))
    first = await phone.says("hello")
    for update in await gateway.rooms.sender.updates(0):  # nobody shall answer it
        await store.redis.set(names.seen(update["update_id"]), "1")
    await store.redis.zadd(names.ledger(ref), {str(first.message_id): now_ms()})
    for _ in range(MESSAGES):
        words = approve(Bubble("Hello there", (), Level.COVER, "en"))
        message_id = await gateway.rooms.sender.send(chat_id, words)
        await store.sent(ref, 0, chat_id, message_id)
    job = wipe_job("en", LAST_LINE, Departure.EXITED, None)
    await store.depart(await store.load(ref), chat_id, job)


@pytest.mark.parametrize("kills", [QUICK_KILLS, pytest.param(KILLS, marks=pytest.mark.slow)])
async def test_every_wipe_is_finished_however_often_the_gateway_is_killed(
    settings: Settings, sandbox: SandboxControl, kills: int
) -> None:
    gateway, dice = wire(settings), random.Random(SEED)
    redis = gateway.rooms.store.redis
    await redis.flushall()
    await gateway.rooms.sender.start()
    points: list[int] = []
    phones: list[Phone] = []
    # When a client leaves and the gateway dies in the middle, again and again
    while len(points) < kills:
        phone = await sandbox.phone(f"phone {len(points)}")
        phones.append(phone)
        await _leaves(gateway, phone)
        steps = dice.randint(1, MOST_STEPS)
        if await _dies_after(settings, steps):
            points.append(steps)
    # Then one that lives finishes every wipe
    living = await _child(settings, 0)
    try:
        for phone in phones:
            await phone.wait_for(lambda p: {*p.texts} == {GOODBYE}, timeout=30)
        for _ in range(100):
            if await redis.hlen(names.WIPES) == 0:
                break
            await asyncio.sleep(0.1)
    finally:
        living.kill()
        await living.wait()
    assert len(points) == kills
    assert await redis.hlen(names.WIPES) == 0
    for phone in phones:
        await phone.refresh()
        assert {*phone.texts} == {GOODBYE}
        ref = gateway.rooms.store.ref(phone.chat_id)
        assert not await redis.exists(names.conversation(ref), names.conversation_key(ref))
    await gateway.rooms.sender.stop()
    await redis.aclose()
