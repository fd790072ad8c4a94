"""What a crash or an outage held up never comes late as private words, nor over newer ones."""

from __future__ import annotations

import pytest

from bot.send import delivery, lanes
from bot.state import names
from bot.state.store import Outcome
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import (
    HEARD,
    PING,
    is_cover,
    nothing_private_was_notified,
    one_bubble,
    opens_session,
    quiet,
    says_and_settles,
    shows_only,
    until,
)
from undertone.guard import Level

pytestmark = pytest.mark.slow


async def _left_by_a_crash(gateway: Gateway, phone: Phone, text: str, *, fresh: bool) -> None:
    """A turn that was committed, but whose words were never sent."""
    store = gateway.rooms.store
    loaded = await store.load(store.ref(phone.chat_id))
    assert loaded.conversation is not None
    bubble = delivery.Bubble(text, (), Level.PRIVATE, "en")
    action = delivery.show(bubble, fresh=fresh)
    await store.commit(loaded, Outcome(loaded.conversation, [action], []))


@pytest.mark.parametrize("fresh", [True, False], ids=["new message", "edit"])
async def test_private_words_that_come_late_wait_behind_a_bland_line(
    gateway: Gateway, phone: Phone, *, fresh: bool
) -> None:
    # Given private words that a crash held up, and a phone that lies on the table meanwhile
    await opens_session(phone)
    await quiet(gateway)
    await _left_by_a_crash(gateway, phone, "Is anyone in danger right now?", fresh=fresh)
    await phone.closes_chat()
    # When the gateway takes the work up again
    await gateway.sweeper.drain_outbox(0)
    await quiet(gateway)
    # Then the phone shows nothing private
    await phone.wait_for(shows_only(PING))
    await nothing_private_was_notified(phone)
    assert all(is_cover(text) for text in phone.texts)
    # And a tap asks for it again
    await phone.opens_chat()
    await phone.taps("Open")
    await phone.wait_for(lambda p: one_bubble(p) and p.texts[0].startswith(HEARD))


async def test_what_an_earlier_turn_wanted_to_show_never_comes_over_a_later_one(
    gateway: Gateway, phone: Phone
) -> None:
    await opens_session(phone)
    await quiet(gateway)
    await _left_by_a_crash(gateway, phone, "an old question", fresh=False)
    await says_and_settles(phone, "something newer")
    await gateway.sweeper.drain_outbox(0)
    await quiet(gateway)
    await phone.refresh()
    assert phone.texts[0].startswith(HEARD)
    assert await gateway.rooms.store.redis.xlen(names.OUTBOX) == 0


async def test_an_edit_that_fails_for_a_moment_leaves_no_second_bubble(
    gateway: Gateway,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery, "PAUSES", (0.05, 0.1))
    dialogue.answers["stay"] = (["utter_menu"], [{"effect": "keep_messages", "keep": True}])
    await opens_session(phone)
    await phone.says("stay")
    await phone.wait_for("What would you like to do?")
    await sandbox.fault("editMessageText", "server_error", count=2)
    await phone.says("more")
    await phone.wait_for(lambda p: p.texts[-1].startswith(HEARD))
    await until(lambda: _outbox_is_empty(gateway))
    assert "…" not in phone.texts


async def _outbox_is_empty(gateway: Gateway) -> bool:
    return bool(await gateway.rooms.store.redis.xlen(names.OUTBOX) == 0)


async def test_a_chat_that_is_stuck_holds_up_neither_sweep_nor_lock_of_others(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, dialogue: ScriptedDialogue
) -> None:
    other = await sandbox.phone("B")
    await opens_session(phone)
    await opens_session(other)
    await quiet(gateway)
    dialogue.pause = 5
    await phone.says("slow")
    await until(lambda: dialogue.asked[-1][0] == "slow")
    for each in (phone, other):
        ref = gateway.rooms.store.ref(each.chat_id)
        await gateway.rooms.store.redis.zadd(names.SESSIONS, {ref: 1})
        await gateway.rooms.store.redis.zadd(names.REVEALS, {ref: 1})
    await _left_by_a_crash(gateway, other, "an old question", fresh=False)
    await gateway.sweeper.sweep()
    await gateway.sweeper.drain_outbox(0)
    await other.wait_for(PING, timeout=4.5)


async def test_private_words_that_a_flood_limit_held_up_wait_behind_a_bland_line(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given Telegram that slows the chat down for longer than anybody looks at it
    monkeypatch.setattr(delivery, "LATE_SECONDS", 0.1)
    monkeypatch.setattr(delivery, "PAUSES", (0.3, 0.3, 0.3, 0.3, 0.3))
    monkeypatch.setattr(lanes, "LONGEST_HOLD", 0.1)
    await opens_session(phone)
    await quiet(gateway)
    await sandbox.fault("editMessageText", "flood", retry_after=1, count=1)
    # When the client writes and puts the phone away
    await phone.says("something private")
    await phone.closes_chat()
    # Then what comes at last is bland
    await phone.wait_for(shows_only(PING))
    await quiet(gateway)
    await nothing_private_was_notified(phone)
    edits = await sandbox.calls(method="editMessageText")
    assert not any(call.ok and call.params["text"].startswith(HEARD) for call in edits)
