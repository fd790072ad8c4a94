"""A wipe against turns in flight, in any order: not a byte of the session comes back."""

from __future__ import annotations

import asyncio
import random

import pytest

from bot.state import names
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import GOODBYE, HELLO, is_cover, opens_session, quiet

ROUNDS = 200
CHATS = 20
SEED = 7


class Dice:
    """Lets every await of a part take a random while, so that steps of turns interleave."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def shake(self, thing: object, *steps: str) -> None:
        """Put a random pause before and after each of these coroutines."""
        for step in steps:
            setattr(thing, step, self._shaken(getattr(thing, step)))

    def _shaken(self, real: object) -> object:
        async def shaken(*args: object, **kwargs: object) -> object:
            await asyncio.sleep(self._random.random() * 0.01)
            result = await real(*args, **kwargs)  # type: ignore[operator]
            await asyncio.sleep(self._random.random() * 0.01)
            return result

        return shaken


async def _one_round(
    gateway: Gateway, sandbox: SandboxControl, number: int, dice: random.Random
) -> None:
    phone = await sandbox.phone(f"P{number}")
    await opens_session(phone)
    for text in range(dice.randrange(4)):
        await phone.says(f"private {text}")
    await asyncio.sleep(dice.random() * 0.05)
    await phone.says("teapot")
    await phone.wait_for(lambda p: GOODBYE in p.texts, timeout=20)
    await _is_empty(gateway, phone)


async def _is_empty(gateway: Gateway, phone: Phone) -> None:
    """Given time for all that is late, only cover remains and Redis has no state."""
    await asyncio.sleep(0.15)
    await phone.wait_for(lambda p: all(map(is_cover, p.texts)) and GOODBYE in p.texts, timeout=10)
    store, ref = gateway.rooms.store, gateway.rooms.store.ref(phone.chat_id)
    loaded = await store.load(ref)
    if loaded.conversation is not None:  # a text that came after the word: a newcomer's hello
        assert loaded.conversation.dialogue == {"open": False}
        assert HELLO in " ".join(phone.texts)
    else:
        assert not await store.redis.exists(names.conversation_key(ref))
    assert await store.redis.zscore(names.SESSIONS, ref) is None


@pytest.mark.parametrize("rounds", [10, pytest.param(ROUNDS, marks=pytest.mark.slow)])
async def test_nothing_comes_back_whatever_the_order(
    gateway: Gateway, sandbox: SandboxControl, dialogue: ScriptedDialogue, rounds: int
) -> None:
    shaker, dice = Dice(SEED), random.Random(SEED)
    dialogue.pause = 0.02
    shaker.shake(gateway.rooms.store, "load", "commit", "depart", "where", "sent", "done")
    shaker.shake(gateway.rooms.sender, "send", "edit", "delete", "is_gone")
    numbers = list(range(rounds))
    while numbers:
        batch, numbers = numbers[:CHATS], numbers[CHATS:]
        await asyncio.gather(*(_one_round(gateway, sandbox, n, dice) for n in batch))
    await quiet(gateway)
    assert await gateway.rooms.store.redis.xlen(names.OUTBOX) == 0
    assert await gateway.rooms.store.redis.hlen(names.WIPES) == 0
