"""The bot's name, descriptions and commands: set at the start, bland in every language."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from typing import Any

import pytest

from bot.send.approved import GuardHeld
from bot.settings import Settings
from bot.wiring import run, wire
from sandbox.client import Phone, SandboxControl
from tests.bot.conftest import started
from tests.bot.steps import is_cover, until
from undertone.languages import LANGUAGES

TWO_LETTERS = [code for code in LANGUAGES if len(code) == 2]
"""Telegram knows no other languages (Bot API, "setMyCommands")."""


def _texts(value: Any) -> list[str]:
    """Every text anywhere in a JSON value; lists come to Telegram as JSON in a text."""
    if isinstance(value, str):
        return _texts(json.loads(value)) if value.startswith("[{") else [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in items for text in _texts(item)]


async def test_the_profile_is_set_at_the_start_and_bland(
    settings: Settings, sandbox: SandboxControl
) -> None:
    named = dataclasses.replace(settings, bot_name="Small chat")
    async with started(wire(named)):

        async def all_is_set() -> bool:
            return len(await sandbox.calls(method="setMyCommands")) == len(TWO_LETTERS)

        await until(all_is_set)
    assert "Small chat" in _texts(await sandbox.bot())
    sent = [call for call in await sandbox.calls() if call.method.startswith("setMy")]
    texts = [text for call in sent for text in _texts(call.params)]
    assert [text for text in texts if not is_cover(text)] == []


@pytest.mark.parametrize("name", ["Refuge helpline", "Safe from abuse"])
async def test_a_name_that_gives_something_away_refuses_the_start(
    settings: Settings, sandbox: SandboxControl, name: str
) -> None:
    gateway = wire(dataclasses.replace(settings, bot_name=name))
    with pytest.raises(GuardHeld):
        await run(gateway)
    await gateway.rooms.sender.stop()
    await gateway.rooms.dialogue.close()
    assert await sandbox.calls(method="setMyName") == []


async def test_a_refusal_of_the_profile_harms_nothing(
    settings: Settings, sandbox: SandboxControl, phone: Phone
) -> None:
    await sandbox.fault("setMyDescription", "flood", retry_after=3000, count=None)
    await sandbox.fault("setMyCommands", "error", count=None)
    gateway = wire(settings)
    await gateway.rooms.store.redis.flushall()
    async with started(gateway):
        await asyncio.sleep(0.1)
        await phone.says("hello")
        await phone.wait_for("Is now a good time to write?")
