"""``kill -9`` of the gateway between any two steps: no update is lost, none handled twice."""

from __future__ import annotations

import asyncio
import dataclasses
import sys
from collections import defaultdict

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

DEADLINE_SECONDS = 480


@dataclasses.dataclass(frozen=True)
class Load:
    """How much is written, how likely each step kills, and how many kills must have happened."""

    phones: int
    texts_each: int
    chance: float
    least_kills: int


QUICK = Load(phones=4, texts_each=12, chance=0.005, least_kills=1)
WHOLE = Load(phones=20, texts_each=100, chance=0.0008, least_kills=10)


async def _child(settings: Settings, chance: float, seed: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bot.crash_child",
        str(settings.home),
        settings.redis_url,
        settings.api_base,
        str(chance),
        str(seed),
        cwd=ROOT,
        env=clean_environment(),
        stderr=asyncio.subprocess.DEVNULL,
    )


async def _write(phone: Phone, number: int, count: int) -> None:
    for text in range(count):
        await phone.says(f"{number} {text}")


@pytest.mark.parametrize(
    "load",
    [pytest.param(QUICK, id="quick"), pytest.param(WHOLE, id="whole", marks=pytest.mark.slow)],
)
async def test_no_update_is_lost_and_none_handled_twice_under_kill_9(
    settings: Settings, sandbox: SandboxControl, demo: DemoMaterial, load: Load
) -> None:
    gateway = wire(settings)
    redis = gateway.rooms.store.redis
    await redis.flushall()
    phones = [await sandbox.phone(f"phone {n}") for n in range(load.phones)]
    for phone in phones:
        await held_case(gateway, phone.chat_id)
    writing = asyncio.gather(*(_write(phone, n, load.texts_each) for n, phone in enumerate(phones)))

    kills = 0
    child = await _child(settings, load.chance, seed=kills)
    deadline = asyncio.get_running_loop().time() + DEADLINE_SECONDS
    try:
        while not (writing.done() and await _all_handled(redis, sandbox)):
            assert asyncio.get_running_loop().time() < deadline, "updates still wait"
            if child.returncode is not None:
                kills += 1
                child = await _child(settings, load.chance, seed=kills)
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
    assert sum(isinstance(m, ClientMessage) for m in messages) == load.phones * load.texts_each
    assert dict(heard) == {n: list(range(load.texts_each)) for n in range(load.phones)}
    assert kills >= load.least_kills, f"only {kills} kills: the test showed too little"
    await redis.aclose()


async def _all_handled(redis: object, sandbox: SandboxControl) -> bool:
    pending, _ = await sandbox.updates()
    return pending == 0 and await redis.xlen(names.UPDATES) == 0  # type: ignore[attr-defined]
