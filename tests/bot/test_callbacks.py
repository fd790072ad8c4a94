"""Callbacks: one bland hello inside the agreed window, or none at all."""

from __future__ import annotations

from typing import Any

import pytest

from bot.rotation import Rotation
from bot.state import names
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.callback_steps import (
    CANCEL,
    CANCELLED,
    GOOD_DAY,
    TOO_LATE,
    agrees,
    hellos,
    nothing_is_agreed,
    on_monday,
    schedule,
    sweeps,
)
from tests.bot.conftest import ScriptedDialogue
from tests.bot.moved_clock import MovedClock, moved_clock
from tests.bot.steps import HELLO, is_cover, quiet, until

__all__ = ["moved_clock"]
CANCEL_PAYLOAD = '/choose{"choice":"cancel_callback"}'


@pytest.fixture(autouse=True)
def monday_morning(moved_clock: MovedClock) -> None:
    moved_clock.set(on_monday("08:00"))


async def test_the_agreed_words_come_once_inside_the_window(
    gateway: Gateway,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
) -> None:
    # Given a hello agreed for Monday afternoon
    await agrees(phone, dialogue)
    await phone.closes_chat()
    # When the clock gets there
    for at, count in (("11:59:50", 0), ("12:00:05", 1), ("12:10", 1), ("16:59", 1)):
        moved_clock.set(on_monday(at))
        await sweeps(gateway)
        assert await hellos(sandbox, phone) == count
    # Then it came once, anybody may see it, and nothing of it is left
    await phone.refresh()
    assert [seen.text for seen in phone.seen if not is_cover(seen.text)] == []
    assert CANCEL in phone.buttons
    assert await nothing_is_agreed(gateway, phone)
    moved_clock.set(on_monday("12:01", days=1))
    await sweeps(gateway)
    assert await hellos(sandbox, phone) == 1


async def test_after_the_window_it_is_not_made_up_for(
    gateway: Gateway,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
) -> None:
    await agrees(phone, dialogue)
    moved_clock.set(on_monday("17:00"))
    await sweeps(gateway)
    assert await hellos(sandbox, phone) == 0
    assert await nothing_is_agreed(gateway, phone)


async def test_a_second_attempt_is_the_next_day_in_the_same_window(
    gateway: Gateway,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
) -> None:
    await agrees(phone, dialogue, attempts=2)
    for days, at, count in ((0, "12:01", 1), (0, "16:00", 1), (1, "11:59", 1), (1, "12:01", 2)):
        moved_clock.set(on_monday(at, days=days))
        await sweeps(gateway)
        assert await hellos(sandbox, phone) == count
    assert await nothing_is_agreed(gateway, phone)


async def test_a_missed_window_counts_as_an_attempt(
    gateway: Gateway,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
) -> None:
    await agrees(phone, dialogue, attempts=2)
    moved_clock.set(on_monday("18:00"))
    await sweeps(gateway)
    moved_clock.set(on_monday("12:01", days=1))
    await sweeps(gateway)
    moved_clock.set(on_monday("12:01", days=2))
    await sweeps(gateway)
    assert await hellos(sandbox, phone) == 1


@pytest.mark.parametrize("reaction", ["text", "voice", "button", "exit"])
async def test_who_writes_meanwhile_gets_no_hello(
    gateway: Gateway,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
    reaction: str,
) -> None:
    await agrees(phone, dialogue, attempts=2)
    if reaction == "text":
        await phone.says("hello again")
    elif reaction == "voice":
        await phone.sends("voice")
    elif reaction == "exit":
        await phone.says("/exit")
    else:
        await phone.taps_raw("anything", message_id=phone.messages[-1].message_id)
    await until(lambda: nothing_is_agreed(gateway, phone))
    moved_clock.set(on_monday("12:01"))
    await sweeps(gateway)
    assert await hellos(sandbox, phone) == 0


async def test_who_reacts_to_the_first_hello_gets_no_second(
    gateway: Gateway,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
) -> None:
    await agrees(phone, dialogue, attempts=3)
    moved_clock.set(on_monday("12:01"))
    await sweeps(gateway)
    await phone.wait_for(GOOD_DAY)
    await phone.taps("Yes")
    await phone.wait_for(HELLO)
    moved_clock.set(on_monday("12:01", days=1))
    await sweeps(gateway)
    assert await hellos(sandbox, phone) == 1


@pytest.mark.parametrize("dialogue_is_down", [False, True])
async def test_one_tap_cancels_for_good(
    gateway: Gateway,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
    *,
    dialogue_is_down: bool,
) -> None:
    await agrees(phone, dialogue, attempts=3)
    moved_clock.set(on_monday("12:01"))
    await sweeps(gateway)
    await phone.wait_for(GOOD_DAY)
    dialogue.fails = dialogue_is_down
    cancels: Any = (["utter_callback_cancelled"], [{"effect": "cancel_callback"}])
    dialogue.answers[CANCEL_PAYLOAD] = cancels
    await phone.taps(CANCEL)
    await phone.wait_for(CANCELLED)
    assert await nothing_is_agreed(gateway, phone)
    for days in (1, 2):
        moved_clock.set(on_monday("12:01", days=days))
        await sweeps(gateway)
    assert await hellos(sandbox, phone) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"window": "morning", "day": "2026-11-22"},
        {"day": "2026-11-29"},
        {"day": "soon"},
        {"window": "night"},
        {"attempts": 4},
        {"attempts": 0},
        {"opening": "helpline"},
        {"way": "pigeon"},
    ],
    ids=str,
)
async def test_what_cannot_be_kept_is_refused_at_once(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue, changed: dict[str, Any]
) -> None:
    await agrees(phone, dialogue, TOO_LATE, **changed)
    assert await nothing_is_agreed(gateway, phone)


async def test_a_window_that_begins_in_a_moment_is_refused(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue, moved_clock: MovedClock
) -> None:
    moved_clock.set(on_monday("11:31"))
    await agrees(phone, dialogue, TOO_LATE)


async def test_a_later_agreement_replaces_the_earlier(
    gateway: Gateway,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
) -> None:
    await agrees(phone, dialogue)
    dialogue.answers["evening"] = (["utter_callback_agreed"], [schedule(window="evening")])
    await phone.says("evening")
    due = on_monday("17:00").timestamp() * 1000
    ref = gateway.rooms.store.ref(phone.chat_id)
    await until(lambda: _is_due(gateway, ref, due))
    await quiet(gateway)
    for at, count in (("12:01", 0), ("17:01", 1)):
        moved_clock.set(on_monday(at))
        await sweeps(gateway)
        assert await hellos(sandbox, phone) == count


async def _is_due(gateway: Gateway, ref: str, at: float) -> bool:
    return bool(await gateway.rooms.store.redis.zscore(names.CALLBACKS, ref) == at)


async def test_it_stays_sealed_and_outlives_a_rotation_of_the_keys(
    gateway: Gateway,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
) -> None:
    await agrees(phone, dialogue)
    store = gateway.rooms.store
    sealed = await store.redis.get(names.callback(store.ref(phone.chat_id)))
    assert str(phone.chat_id) not in sealed
    assert "good_day" not in sealed
    await Rotation(store).rotate()
    assert await store.redis.get(names.callback(store.ref(phone.chat_id))) != sealed
    moved_clock.set(on_monday("12:01"))
    await sweeps(gateway)
    assert await hellos(sandbox, phone) == 1


async def test_while_telegram_is_out_of_reach_no_attempt_is_lost(
    gateway: Gateway,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
) -> None:
    await agrees(phone, dialogue)
    moved_clock.set(on_monday("12:01"))
    await sandbox.fault("getMe", "server_error", count=2)
    await sweeps(gateway)
    await sweeps(gateway)
    assert await hellos(sandbox, phone) == 0
    await sweeps(gateway)
    assert await hellos(sandbox, phone) == 1


async def test_a_flood_limit_never_carries_it_past_the_end_of_the_window(
    gateway: Gateway,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
) -> None:
    await agrees(phone, dialogue)
    await sandbox.fault("sendMessage", "flood", count=1, retry_after=2)
    moved_clock.set(on_monday("16:59:59.300000"))
    await sweeps(gateway)
    await sweeps(gateway)
    assert await hellos(sandbox, phone) == 0
    assert await nothing_is_agreed(gateway, phone)


async def test_a_blocked_bot_forgets_the_callback(
    gateway: Gateway,
    phone: Phone,
    dialogue: ScriptedDialogue,
) -> None:
    await agrees(phone, dialogue)
    await phone.blocks()
    await until(lambda: nothing_is_agreed(gateway, phone))
