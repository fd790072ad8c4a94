"""``kill -9`` of the gateway between any two steps: no update is lost, none handled twice."""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.state import names
from bot.wiring import wire
from sandbox.client import Phone, SandboxControl
from tests.bot.cases import Officer, held_case, to_console
from tests.servers import clean_environment
from undertone.environment import ROOT
from undertone.sealing.demo import DemoMaterial
from undertone.streams.messages import ClientMessage

PHONES = 20
TEXTS_EACH = 100
CHANCE = 0.0008
"""Of dying at one side of one step: every child lives for some hundred steps."""
DEADLINE_SECONDS = 240


async def _child(settings: Settings, seed: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bot.crash_child",
        str(settings.home),
        settings.redis_url,
        settings.api_base,
        str(CHANCE),
        str(seed),
        cwd=ROOT,
        env=clean_environment(),
        stderr=asyncio.subprocess.DEVNULL,
    )


async def _write(phone: Phone, number: int) -> None:
    for text in range(TEXTS_EACH):
        await phone.says(f"{number} {text}")


@pytest.mark.slow
async def test_no_update_is_lost_and_none_handled_twice_under_kill_9(
    settings: Settings, sandbox: SandboxControl, demo: DemoMaterial, tmp_path: Path
) -> None:
    gateway = wire(settings)
    redis = gateway.rooms.store.redis
    await redis.flushall()
    phones = [await sandbox.phone(f"phone {n}") for n in range(PHONES)]
    for phone in phones:
        await held_case(gateway, phone.chat_id)
    writing = asyncio.gather(*(_write(phone, n) for n, phone in enumerate(phones)))

    kills = 0
    child = await _child(settings, seed=kills)
    deadline = asyncio.get_running_loop().time() + DEADLINE_SECONDS
    try:
        while not (writing.done() and await _all_handled(redis, sandbox)):
            assert asyncio.get_running_loop().time() < deadline, "updates still wait"
            if child.returncode is not None:
                kills += 1
                child = await _child(settings, seed=kills)
            await asyncio.sleep(0.1)
        await writing
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()

    heard = defaultdict(list)
    messages = await to_console(redis)
    for body in Officer(demo).reads(messages):
        if "text" in body:
            number, text = body["text"].split()
            heard[int(number)].append(int(text))
    assert sum(isinstance(m, ClientMessage) for m in messages) == PHONES * TEXTS_EACH
    assert dict(heard) == {n: list(range(TEXTS_EACH)) for n in range(PHONES)}
    assert kills >= 10, f"only {kills} kills: the test showed too little"
    await redis.aclose()


async def _all_handled(redis: object, sandbox: SandboxControl) -> bool:
    pending, _ = await sandbox.updates()
    return pending == 0 and await redis.xlen(names.UPDATES) == 0  # type: ignore[attr-defined]
