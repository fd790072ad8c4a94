"""``kill -9`` of a real gateway around the hello: durable until then, never said twice."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator

import pytest

from bot.settings import Settings
from sandbox.client import Phone, SandboxControl
from tests.bot.callback_steps import agrees, hellos, on_monday
from tests.bot.conftest import ScriptedDialogue, started, wire_with
from tests.bot.moved_clock import MovedClock, moved_clock
from tests.servers import clean_environment
from undertone.environment import ROOT

__all__ = ["moved_clock"]
pytestmark = pytest.mark.slow
DIES_SECONDS = 30
STARTS_SECONDS = 12
"""A gateway reads the lexicons of all languages first."""


@contextlib.asynccontextmanager
async def _child(
    settings: Settings, ahead: float, step: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bot.callback_child",
        str(settings.home),
        settings.redis_url,
        settings.api_base,
        str(ahead),
        step,
        cwd=ROOT,
        env=clean_environment(),
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield child
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("commit-before", 1),
        ("commit-after", 0),
        ("send-before", 0),
        ("send-after", 1),
        ("sent-after", 1),
    ],
)
async def test_a_crash_loses_the_attempt_rather_than_repeats_it(
    settings: Settings,
    sandbox: SandboxControl,
    phone: Phone,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
    step: str,
    said: int,
) -> None:
    # Given an agreed hello, and a gateway that is gone
    moved_clock.set(on_monday("08:00"))
    gateway = wire_with(settings, dialogue)
    await gateway.rooms.store.redis.flushall()
    async with started(gateway):
        await agrees(phone, dialogue)
    # When the next one dies around the hello, and the one after it lives
    moved_clock.set(on_monday("12:01"))
    async with _child(settings, moved_clock.ahead, step) as dying:
        assert await asyncio.wait_for(dying.wait(), DIES_SECONDS) == -signal.SIGKILL
    async with _child(settings, moved_clock.ahead, "none"):
        for _ in range(STARTS_SECONDS * 10):
            await asyncio.sleep(0.1)
            if said and await hellos(sandbox, phone):
                break
        await asyncio.sleep(0.5)
    # Then it was said once, or not at all
    assert await hellos(sandbox, phone) == said
