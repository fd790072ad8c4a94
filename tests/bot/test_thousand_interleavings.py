"""A thousand wipes against turns in flight: not a byte of a session comes back."""

from __future__ import annotations

import asyncio
import random

import pytest

from bot.wiring import Gateway
from sandbox.client import SandboxControl
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import quiet
from tests.bot.test_interleavings import SEED, Dice, _one_round

ROUNDS = 1_000
AT_ONCE = 40
MOST_SECONDS = 420


@pytest.mark.slow
async def test_nothing_comes_back_in_a_thousand_orders(
    gateway: Gateway, sandbox: SandboxControl, dialogue: ScriptedDialogue
) -> None:
    shaker, dice = Dice(SEED + 1), random.Random(SEED + 1)
    dialogue.pause = 0.02
    shaker.shake(gateway.rooms.store, "load", "commit", "depart", "where", "sent", "done")
    shaker.shake(gateway.rooms.sender, "send", "edit", "delete", "is_gone")
    async with asyncio.timeout(MOST_SECONDS):
        for start in range(0, ROUNDS, AT_ONCE):
            numbers = range(start, start + AT_ONCE)
            await asyncio.gather(*(_one_round(gateway, sandbox, n, dice) for n in numbers))
        await quiet(gateway)
    redis = gateway.rooms.store.redis
    assert await redis.xlen("outbox") == 0
    assert await redis.hlen("wipes") == 0
