"""Who asked for it sees one gentle line before the lock: an edit, so no phone lights up."""

from __future__ import annotations

import pytest

from bot.state import names
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.conftest import ScriptedDialogue
from tests.bot.moved_clock import MovedClock, moved_clock
from tests.bot.steps import is_cover, opens_session, quiet, says_and_settles, shows_only

__all__ = ["moved_clock"]
SOON = "Still there?"


@pytest.fixture
async def warned(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue, moved_clock: MovedClock
) -> Phone:
    """A client who asked for it."""
    dialogue.answers["warn"] = (
        ["utter_ask_own_words"],
        [{"effect": "warn_before_lock", "warn": True}],
    )
    await opens_session(phone)
    await says_and_settles(phone, "warn")
    await quiet(gateway)
    return phone


async def _after(gateway: Gateway, clock: MovedClock, minutes: float) -> None:
    clock.advance(minutes=minutes)
    await gateway.sweeper.sweep()
    await quiet(gateway)


async def _calls(sandbox: SandboxControl, phone: Phone, method: str) -> int:
    calls = await sandbox.calls(method=method, chat_id=phone.chat_id)
    return sum(SOON in call.text for call in calls)


async def test_it_comes_once_two_minutes_before_as_an_edit(
    gateway: Gateway, warned: Phone, sandbox: SandboxControl, moved_clock: MovedClock
) -> None:
    await _after(gateway, moved_clock, 12.9)
    await warned.refresh()
    assert SOON not in " ".join(warned.texts)
    await warned.closes_chat()
    for _ in range(3):
        await _after(gateway, moved_clock, 0.3)
    await warned.wait_for(SOON)
    assert len(warned.messages) == 1
    assert is_cover(warned.texts[0])
    assert warned.notifications == ()
    assert await _calls(sandbox, warned, "editMessageText") == 1
    assert await _calls(sandbox, warned, "sendMessage") == 0
    await _after(gateway, moved_clock, 2)
    await warned.wait_for(shows_only())


async def test_who_answers_goes_on_and_is_warned_again_the_next_time(
    gateway: Gateway,
    warned: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
) -> None:
    dialogue.answers["/repeat"] = (["utter_ask_own_words"], [])
    await _after(gateway, moved_clock, 13.5)
    await warned.wait_for(SOON)
    await warned.taps("Yes")
    await warned.wait_for(lambda p: SOON not in " ".join(p.texts))
    await quiet(gateway)
    await _after(gateway, moved_clock, 5)
    assert len(warned.messages) == 1, "the lock counts from the tap"
    await _after(gateway, moved_clock, 8.5)
    await warned.wait_for(SOON)
    assert await _calls(sandbox, warned, "editMessageText") == 2


async def test_who_did_not_ask_is_not_warned(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, moved_clock: MovedClock
) -> None:
    await opens_session(phone)
    await quiet(gateway)
    await _after(gateway, moved_clock, 14)
    assert await _calls(sandbox, phone, "editMessageText") == 0


@pytest.mark.parametrize("gone", ["in the chat", "in the state"])
async def test_without_a_bubble_on_the_screen_nothing_is_sent(
    gateway: Gateway, warned: Phone, sandbox: SandboxControl, moved_clock: MovedClock, gone: str
) -> None:
    before = len(await sandbox.calls(method="sendMessage"))
    if gone == "in the chat":
        await warned.deletes(warned.messages[0])
    else:
        store = gateway.rooms.store
        await store.redis.delete(names.bubble(store.ref(warned.chat_id)))
    await _after(gateway, moved_clock, 13.5)
    await _after(gateway, moved_clock, 0.2)
    assert len(await sandbox.calls(method="sendMessage")) == before
