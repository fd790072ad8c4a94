"""A flood from one chat starves nobody, and never silences its own way out."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.stages.rate_limit import BURST, RateLimit
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import GOODBYE, HEARD, opens_session, shows_only, until


@pytest.mark.parametrize("flood", [200, pytest.param(3_000, marks=pytest.mark.slow)])
async def test_a_flood_does_not_starve_a_second_chat_or_the_exit(
    gateway: Gateway,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    flood: int,
) -> None:
    # Given a chat that floods, and another one in a session
    other = await sandbox.phone("B")
    await opens_session(phone)
    await opens_session(other)
    began = time.monotonic()
    await phone.says_many([f"flood {number}" for number in range(flood)])
    # When the other one writes, it is answered as soon as Telegram hands its message over
    await other.says("hello there")
    await other.wait_for(HEARD, timeout=120)
    # And when the flooding one wants out, they are out
    await phone.says("teapot")
    await phone.wait_for(lambda p: p.texts[-1:] == (GOODBYE,), timeout=120)
    floods = [text for text, _ in dialogue.asked if text.startswith("flood")]
    assert len(floods) <= BURST + (time.monotonic() - began) + 1
    await phone.wait_for(shows_only(GOODBYE), timeout=120)


async def test_who_writes_as_people_write_is_never_dropped(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await opens_session(phone)
    await asyncio.gather(*(phone.says(f"quick {number}") for number in range(20)))
    await phone.says("done")
    await until(lambda: dialogue.asked[-1][0] == "done")
    quick = [text for text, _ in dialogue.asked if text.startswith("quick")]
    assert len(quick) == 20


def test_the_limit_is_per_chat() -> None:
    limit = RateLimit()
    assert all(limit.allows("a") for _ in range(BURST))
    assert not limit.allows("a")
    assert limit.allows("b")
