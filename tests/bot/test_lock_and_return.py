"""Lock: silence ends a session. Return: only the client's own word leads back to an open case."""

from __future__ import annotations

import base64

import pytest

from bot.state import names
from bot.state.conversation import Mode
from bot.state.keyring import seal_with
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.cases import Officer, to_console
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import (
    GOODBYE,
    HELLO,
    PING,
    console_gets,
    deliveries,
    is_cover,
    joins_relay,
    officer_writes,
    opens_session,
    quiet,
    says_and_settles,
    shows_only,
    until,
)
from undertone.sealing.demo import DemoMaterial
from undertone.streams.bus import publish
from undertone.streams.messages import (
    TO_BOT,
    CaseBrief,
    CaseClaimed,
    CaseClosed,
    Departure,
    ExitNotice,
)

BACK = "Welcome back."
HAND_OFF = (["utter_what_happens_next"], [
    {"effect": "consent", "purpose": "officer", "granted": True, "wording": "utter_x"},
    {"effect": "record", "field": "area", "status": "given", "value": "Leeds"},
    {"effect": "hand_off", "urgency": "soon"},
])  # fmt: skip


async def _falls_silent(gateway: Gateway, phone: Phone) -> None:
    """As if the last act lay longer back than the lock allows."""
    await quiet(gateway)
    store, ref = gateway.rooms.store, gateway.rooms.store.ref(phone.chat_id)
    loaded = await store.load(ref)
    assert loaded.conversation is not None
    long_ago = loaded.conversation.last_act - (gateway.rooms.settings.lock_minutes + 1) * 60_000
    await _set_last_act(gateway, ref, long_ago)
    await gateway.sweeper.sweep()
    await quiet(gateway)


async def _set_last_act(gateway: Gateway, ref: str, at: int) -> None:
    store = gateway.rooms.store
    loaded = await store.load(ref)
    assert loaded.conversation is not None
    loaded.conversation.last_act = at
    sealed = seal_with(loaded.key, loaded.conversation.to_json(), f"state|{ref}")
    await store.redis.set(names.conversation(ref), base64.b64encode(sealed).decode())
    await store.redis.zadd(names.SESSIONS, {ref: at})


async def _mode(gateway: Gateway, phone: Phone) -> Mode | None:
    loaded = await gateway.rooms.store.load(gateway.rooms.store.ref(phone.chat_id))
    return loaded.conversation.mode if loaded.conversation else None


async def _hands_off(gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue) -> str:
    dialogue.answers["hand off"] = HAND_OFF
    await opens_session(phone)
    await says_and_settles(phone, "hand off")
    brief = await console_gets(gateway, lambda m: isinstance(m, CaseBrief))
    return brief.case_id


async def test_silence_empties_the_chat_and_without_a_case_nothing_is_kept(
    gateway: Gateway, phone: Phone
) -> None:
    # Given a session without a case
    await opens_session(phone)
    # When the client falls silent
    await _falls_silent(gateway, phone)
    # Then the chat is empty and nothing is known of it
    await phone.wait_for(shows_only())
    ref = gateway.rooms.store.ref(phone.chat_id)
    redis = gateway.rooms.store.redis
    assert not await redis.exists(names.conversation(ref), names.conversation_key(ref))
    assert not await redis.exists(names.stub(ref))
    await phone.says("hello")
    await phone.wait_for(HELLO)


async def test_who_acts_in_time_is_not_locked_out(gateway: Gateway, phone: Phone) -> None:
    await opens_session(phone)
    await quiet(gateway)
    await gateway.sweeper.sweep()
    await quiet(gateway)
    assert await _mode(gateway, phone) is Mode.SESSION
    assert len(phone.messages) == 1


async def test_an_officers_line_does_not_put_off_the_lock(gateway: Gateway, phone: Phone) -> None:
    case_id = await joins_relay(gateway, phone)
    ref = gateway.rooms.store.ref(phone.chat_id)
    before = await gateway.rooms.store.redis.zscore(names.SESSIONS, ref)
    await officer_writes(gateway, case_id, "Are you there?")
    await phone.wait_for(PING)
    await quiet(gateway)
    assert await gateway.rooms.store.redis.zscore(names.SESSIONS, ref) == before


async def test_a_lock_is_reported_and_a_waiting_line_is_gone(
    gateway: Gateway, phone: Phone
) -> None:
    case_id = await joins_relay(gateway, phone)
    line = await officer_writes(gateway, case_id, "Are you there?")
    await phone.wait_for(PING)
    await _falls_silent(gateway, phone)
    notice = await console_gets(gateway, lambda m: isinstance(m, ExitNotice))
    assert isinstance(notice, ExitNotice)
    assert notice.departure is Departure.LOCKED
    assert await deliveries(gateway, line) == ["waiting", "gone"]
    await phone.wait_for(shows_only())


@pytest.mark.parametrize("leaving", ["lock", "exit"])
async def test_the_word_opens_the_case_again_under_a_new_key(
    gateway: Gateway,
    phone: Phone,
    dialogue: ScriptedDialogue,
    demo: DemoMaterial,
    leaving: str,
) -> None:
    # Given a case that the client left
    case_id = await _hands_off(gateway, phone, dialogue)
    if leaving == "lock":
        await _falls_silent(gateway, phone)
        await phone.wait_for(shows_only())
    else:
        await phone.says("teapot")
        await phone.wait_for(shows_only(GOODBYE))
    await quiet(gateway)
    # When they write, say that it is a good moment, and give their word
    await phone.says("hello")
    await phone.wait_for(HELLO)
    await phone.says("Teapot")
    # Then they are back, and the officers get a brief of the same case in a new envelope
    await phone.wait_for(BACK)
    briefs = [m for m in await to_console(gateway.rooms.store.redis) if isinstance(m, CaseBrief)]
    assert {brief.case_id for brief in briefs} == {case_id}
    assert len({brief.envelope_id for brief in briefs}) == 2
    last = Officer(demo).reads([briefs[-1]])[0]
    assert ("area" in last.get("fields", {})) is (leaving == "lock"), "an exit keeps no answers"


async def test_a_wrong_word_shows_nothing_but_a_newcomers_hello(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await _hands_off(gateway, phone, dialogue)
    await phone.says("teapot")
    await phone.wait_for(shows_only(GOODBYE))
    for guess in ("password", "sunflower", "tea", "open", "kettle"):
        await phone.says(guess)
        await phone.wait_for(lambda p: HELLO in p.texts[-1])
    assert all(is_cover(text) for text in phone.texts)
    assert not any(BACK in text for text in phone.texts)


async def test_the_cross_never_leads_back(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await _hands_off(gateway, phone, dialogue)
    await phone.says("teapot")
    await phone.wait_for(shows_only(GOODBYE))
    await phone.says("✖")
    await phone.wait_for(lambda p: {*p.texts} == {GOODBYE})
    assert await _mode(gateway, phone) is None


async def test_a_claim_after_a_lock_says_hello_once_and_nothing_else(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, dialogue: ScriptedDialogue
) -> None:
    case_id = await _hands_off(gateway, phone, dialogue)
    await _falls_silent(gateway, phone)
    await phone.closes_chat()
    claimed = CaseClaimed(message_id="m1", case_id=case_id, at="2026-01-01T00:00:00+00:00")
    for _ in range(2):
        await publish(gateway.rooms.store.redis, TO_BOT, claimed)
    await phone.wait_for(HELLO)
    await until(lambda: _has_no_mail(gateway))
    await quiet(gateway)
    await phone.settles()
    assert len(phone.messages) == 1
    assert [seen.text for seen in phone.seen if not is_cover(seen.text)] == []


async def _has_no_mail(gateway: Gateway) -> bool:
    return bool(await gateway.rooms.store.redis.xlen(TO_BOT) == 0)


async def test_a_closed_case_cannot_be_returned_to(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    case_id = await _hands_off(gateway, phone, dialogue)
    await phone.says("teapot")
    await phone.wait_for(shows_only(GOODBYE))
    closed = CaseClosed(message_id="m2", case_id=case_id, at="2026-01-01T00:00:00+00:00")
    await publish(gateway.rooms.store.redis, TO_BOT, closed)
    await until(lambda: _has_no_mail(gateway))
    await phone.says("hello")
    await phone.wait_for(HELLO)
    await phone.says("teapot")
    await phone.wait_for(shows_only(GOODBYE))
