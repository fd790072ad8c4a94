"""The gateway as a process: it waits for what is not there yet, and stops when told to."""

from __future__ import annotations

import asyncio
import dataclasses
import signal
import sys

import pytest

import bot.wiring
from bot.settings import Settings
from sandbox.client import Phone, SandboxControl
from tests.bot.conftest import ScriptedDialogue, started, wire_with
from tests.bot.steps import HELLO
from tests.servers import clean_environment
from undertone.environment import ROOT

OUT = asyncio.subprocess.DEVNULL


async def _process(**environment: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        cwd=ROOT,
        env=clean_environment(**environment),
        stdout=OUT,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_cleanly_when_told_to(
    settings: Settings, sandbox: SandboxControl, phone: Phone, number: signal.Signals
) -> None:
    process = await _process(
        REDIS_URL=settings.redis_url,
        SANDBOX_PORT=settings.api_base.rpartition(":")[2],
        UNDERTONE_HOME=str(settings.home),
        RASA_URL=settings.rasa_url,
    )
    try:
        await phone.says("hello")
        await phone.wait_for(HELLO, timeout=60)
        process.send_signal(number)
        _, said = await asyncio.wait_for(process.communicate(), 30)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0
    assert b"Traceback" not in said
    assert settings.token.encode() not in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value"),
    [("REDIS_URL", "http://x"), ("TELEGRAM_BOT_TOKEN", "nonsense"), ("LOCK_MINUTES", "soon")],
)
async def test_a_bad_setting_stops_the_start_with_its_name(
    settings: Settings, name: str, value: str
) -> None:
    good = {"REDIS_URL": settings.redis_url, "UNDERTONE_HOME": str(settings.home)}
    process = await _process(**{**good, name: value})
    _, said = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 2
    assert said.decode().startswith(name)
    assert value not in said.decode().replace(name, "") or name != "TELEGRAM_BOT_TOKEN"


async def test_it_waits_for_telegram_at_the_start(
    settings: Settings,
    dialogue: ScriptedDialogue,
    sandbox: SandboxControl,
    phone: Phone,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bot.wiring, "TELEGRAM_PAUSE", 0.05)
    await sandbox.fault("getMe", "server_error", count=2)
    await sandbox.fault("getMe", "drop", count=1)
    made = wire_with(settings, dialogue)
    await made.rooms.store.redis.flushall()
    async with started(made):
        await phone.says("hello")
        await phone.wait_for(HELLO)


async def test_a_rotation_that_fails_is_not_the_end_of_the_gateway(
    settings: Settings,
    dialogue: ScriptedDialogue,
    sandbox: SandboxControl,
    phone: Phone,
) -> None:
    often = dataclasses.replace(settings, rotate_minutes=0.0005)  # type: ignore[arg-type]
    made = wire_with(often, dialogue)
    await made.rooms.store.redis.flushall()
    tried = 0

    async def fails() -> None:
        nonlocal tried
        tried += 1
        raise OSError

    made.rotation.rotate = fails  # type: ignore[method-assign]
    async with started(made):
        await phone.says("hello")
        await phone.wait_for(HELLO)
        await asyncio.sleep(0.1)
    assert tried > 1
