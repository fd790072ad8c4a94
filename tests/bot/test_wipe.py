"""A wipe leaves nothing it can remove, resumes after a crash, and is honest about the rest."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.state import names
from bot.wipe import wiper
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.conftest import ScriptedDialogue, Settings, started, wire_with
from tests.bot.steps import (
    GOODBYE,
    HEARD,
    console_gets,
    joins_relay,
    one_bubble,
    opens_session,
    quiet,
    shows_only,
    until,
)
from undertone.streams.messages import ExitNotice


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiper, "RETRY_AFTER", (0.05, 0.1))


async def _keeps_messages(phone: Phone, dialogue: ScriptedDialogue, count: int) -> None:
    dialogue.answers["stay"] = (["utter_menu"], [{"effect": "keep_messages", "keep": True}])
    await phone.says("stay")
    await phone.wait_for("What would you like to do?")
    for number in range(count):
        await phone.says(f"piece {number}")
        await phone.wait_for(lambda p: p.texts[-1].startswith(HEARD))


class _Dies(Exception):
    """Stands for ``kill -9`` at one step."""


def _die_at(thing: Any, step: str, *, after: bool) -> None:
    """Let the next call of ``step`` fail before or after it did its work, and all later ones."""
    real, dead = getattr(thing, step), False

    async def fragile(*args: Any, **kwargs: Any) -> Any:
        nonlocal dead
        if after and not dead:
            await real(*args, **kwargs)
        dead = True
        raise _Dies

    setattr(thing, step, fragile)


STEPS = [("sender", "delete"), ("sender", "send"), ("store", "sent"), ("sender", "is_gone")]


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(False, id="before"),
        pytest.param(True, id="after", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize(("part", "step"), STEPS)
async def test_a_wipe_that_dies_at_any_step_is_finished_by_the_next_gateway(
    settings: Settings,
    dialogue: ScriptedDialogue,
    sandbox: SandboxControl,
    phone: Phone,
    part: str,
    step: str,
    *,
    after: bool,
) -> None:
    # Given a gateway that dies in the middle of a wipe
    first = wire_with(settings, dialogue)
    await first.rooms.store.redis.flushall()
    async with started(first):
        await opens_session(phone)
        await _keeps_messages(phone, dialogue, 2)
        await quiet(first)
        _die_at(getattr(first.rooms, part), step, after=after)
        await phone.says("teapot")
        await until(lambda: _wipes(first))
        await quiet(first)
    # When another one is started
    second = wire_with(settings, dialogue)
    async with started(second):
        # Then nothing but the bland line remains
        await phone.wait_for(lambda p: {*p.texts} == {GOODBYE})
        await until(lambda: _no_wipes(second))
        if (step, after) not in {("send", True), ("sent", False)}:
            assert len(phone.texts) == 1


async def _wipes(gateway: Gateway) -> bool:
    return bool(await gateway.rooms.store.redis.hlen(names.WIPES))


async def _no_wipes(gateway: Gateway) -> bool:
    return not await _wipes(gateway)


async def test_messages_that_telegram_only_says_it_deleted_are_found_and_deleted(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, dialogue: ScriptedDialogue
) -> None:
    await opens_session(phone)
    await _keeps_messages(phone, dialogue, 3)
    await sandbox.fault("deleteMessages", "lie", count=None)
    await phone.says("teapot")
    await phone.wait_for(shows_only(GOODBYE))


async def test_what_survives_is_counted_reported_to_the_case_and_tried_again(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, dialogue: ScriptedDialogue
) -> None:
    # Given messages that are too old for Telegram to delete, in a chat with a case
    case_id = await joins_relay(gateway, phone)
    await phone.wait_for(one_bubble)
    await quiet(gateway)
    await sandbox.advance(hours=49)
    # When the client leaves
    await phone.says("teapot")
    # Then the case learns how many messages stayed
    survivors = await console_gets(gateway, lambda m: isinstance(m, ExitNotice) and m.survivors > 0)
    assert isinstance(survivors, ExitNotice)
    assert survivors.case_id == case_id
    assert survivors.survivors == 1
    tried = await sandbox.calls(method="deleteMessage", chat_id=phone.chat_id)
    refused = [call for call in tried if not call.ok and "can't be deleted" in str(call)]
    assert len(refused) >= 1 + len(wiper.RETRY_AFTER)


@pytest.mark.usefixtures("unhurried")
async def test_a_hundred_and_fifty_kept_messages_go_in_two_batches(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, dialogue: ScriptedDialogue
) -> None:
    await opens_session(phone)
    await _keeps_messages(phone, dialogue, 0)
    await phone.says_many([f"piece {number}" for number in range(150)])
    await until(lambda: _has_ledger(gateway, phone, 152), timeout=8)
    mark = (await sandbox.calls())[-1].sequence
    await phone.says("teapot")
    await phone.wait_for(shows_only(GOODBYE), timeout=10)
    batches = await sandbox.calls(method="deleteMessages", chat_id=phone.chat_id, since=mark)
    assert len(batches) >= 2


async def _has_ledger(gateway: Gateway, phone: Phone, count: int) -> bool:
    ref = gateway.rooms.store.ref(phone.chat_id)
    return bool(await gateway.rooms.store.redis.zcard(names.ledger(ref)) >= count)


async def test_a_wipe_goes_on_when_telegram_comes_back(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl
) -> None:
    await opens_session(phone)
    await quiet(gateway)
    await sandbox.fault("deleteMessages", "drop", count=2)
    await sandbox.fault("sendMessage", "server_error", count=1)
    await phone.says("teapot")
    await asyncio.sleep(0.2)
    await gateway.sweeper.sweep()
    await quiet(gateway)
    await gateway.sweeper.sweep()
    await quiet(gateway)
    await gateway.sweeper.sweep()
    await phone.wait_for(shows_only(GOODBYE))


async def test_nothing_in_a_chat_gets_older_than_a_day(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl
) -> None:
    await phone.says("good morning")
    await phone.wait_for(lambda p: len(p.messages) == 2)
    await quiet(gateway)
    store, ref = gateway.rooms.store, gateway.rooms.store.ref(phone.chat_id)
    for message in phone.messages:
        yesterday = -25 * 3_600_000
        await store.redis.zincrby(names.ledger(ref), yesterday, message.message_id)
    await gateway.sweeper.sweep()
    await phone.wait_for(shows_only())
    await quiet(gateway)
    assert await store.redis.zcard(names.ledger(ref)) == 0


async def test_what_can_never_be_deleted_is_not_asked_for_again_and_again(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl
) -> None:
    await phone.says("good morning")
    await phone.wait_for(lambda p: len(p.messages) == 2)
    await quiet(gateway)
    await sandbox.advance(hours=60)
    store, ref = gateway.rooms.store, gateway.rooms.store.ref(phone.chat_id)
    for message in phone.messages:
        await store.redis.zincrby(names.ledger(ref), -60 * 3_600_000, message.message_id)
    await gateway.sweeper.sweep()
    await quiet(gateway)
    assert await store.redis.zcard(names.ledger(ref)) == 0
