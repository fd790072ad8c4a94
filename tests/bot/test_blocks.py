"""A flood is not listened to for a while; the way out and words of danger always are."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator

import pytest
from redis import Redis

from bot import pipeline
from bot.abuse import flood
from bot.abuse.urgent import AT_ONCE, Urgent
from bot.settings import Settings
from bot.stages.rate_limit import BURST, RateLimit
from bot.state import names
from bot.state.conversation import Conversation
from bot.state.store import Loaded
from bot.turn import Ignore, Turn
from bot.updates.incoming import Incoming, Kind
from bot.wiring import Gateway, wire
from sandbox.client import Phone, SandboxControl
from tests.bot.conftest import ScriptedDialogue, started, wire_with
from tests.bot.steps import GOODBYE, HEARD, opens_session, quiet, shows_only, until
from undertone.danger_words import is_danger, languages
from undertone.languages import LANGUAGES
from undertone.supervise.doctor import server
from undertone.supervise.doctor.finding import State

pytestmark = pytest.mark.slow

PER_MINUTE = 10
FLOOD = [f"flood {number}" for number in range(BURST + PER_MINUTE + 20)]
EMERGENCY = "press 55"


@pytest.fixture
async def strict(
    settings: Settings, dialogue: ScriptedDialogue, sandbox: SandboxControl
) -> AsyncIterator[Gateway]:
    """A gateway that soon has enough."""
    made = wire_with(dataclasses.replace(settings, flood_per_minute=PER_MINUTE), dialogue)
    await made.rooms.store.redis.flushall()
    dialogue.answers["danger"] = (["utter_emergency"], [])
    dialogue.answers["/in_danger"] = (["utter_emergency"], [])
    async with started(made) as running:
        yield running


async def _is_blocked(gateway: Gateway, phone: Phone) -> bool:
    store = gateway.rooms.store
    return bool(await store.redis.get(names.block(store.ref(phone.chat_id))) == flood.FLOOD)


async def _floods(gateway: Gateway, phone: Phone) -> None:
    await phone.says_many(FLOOD)
    await until(lambda: _is_blocked(gateway, phone), timeout=10)
    await until(lambda: _nothing_waits(gateway), timeout=10)
    await quiet(gateway)


async def _nothing_waits(gateway: Gateway) -> bool:
    return bool(await gateway.rooms.store.redis.xlen(names.UPDATES) == 0)


async def test_a_flood_is_blocked_with_a_reason_and_its_messages_go(
    strict: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await opens_session(phone)
    await _floods(strict, phone)
    # what comes during the block is deleted, and neither the dialogue nor the screen sees it
    asked = len(dialogue.asked)
    await phone.says_many(["more", "and more"])
    await phone.wait_for(lambda p: not any("more" in text for text in p.texts))
    assert len(dialogue.asked) == asked
    store = strict.rooms.store
    ref = store.ref(phone.chat_id)
    assert 50 < await store.redis.ttl(names.block(ref)) <= 60


async def test_the_doctor_counts_blocks(strict: Gateway, phone: Phone, settings: Settings) -> None:
    with Redis.from_url(settings.redis_url, decode_responses=True, protocol=2) as redis:
        assert server._blocks(redis).state is State.GOOD
        await strict.rooms.store.redis.set(names.block("x"), flood.FLOOD, ex=60)
        await strict.rooms.store.redis.set(names.block("y"), flood.FLOOD, ex=60)
        found = server._blocks(redis)
    assert found.state is State.NOTICE
    assert "2 for flood" in found.text


async def test_it_ends_by_itself_and_lasts_longer_each_time(
    strict: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await opens_session(phone)
    store = strict.rooms.store
    name = names.block(store.ref(phone.chat_id))
    for seconds in (60, 600, 3600, 3600):
        await strict.dispatcher._pipeline._floods.block(store.ref(phone.chat_id))
        assert seconds - 5 < await store.redis.ttl(name) <= seconds
        await store.redis.delete(name)  # as if the time had passed
    await phone.says("I am still here")
    await phone.wait_for(HEARD)


@pytest.mark.parametrize("way", ["teapot", "/exit", "✖"])
async def test_the_way_out_is_heard_in_a_block(strict: Gateway, phone: Phone, way: str) -> None:
    await opens_session(phone)
    await _floods(strict, phone)
    if way == "✖":
        await phone.taps("✖")
    else:
        await phone.says(way)
    await phone.wait_for(shows_only(GOODBYE), timeout=10)


@pytest.mark.parametrize("text", ["danger", "DANGER!!", "Danger"])
async def test_words_of_danger_are_heard_in_a_block(
    strict: Gateway, phone: Phone, dialogue: ScriptedDialogue, text: str
) -> None:
    dialogue.answers[text] = (["utter_emergency"], [])
    await opens_session(phone)
    await _floods(strict, phone)
    await phone.says(text)
    await phone.wait_for(EMERGENCY)


async def test_a_button_on_the_screen_is_heard_in_a_block(
    strict: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    dialogue.at_the_door["/affirm"] = (["utter_ask_danger_now"], [{"effect": "begin_session"}])
    await phone.says("/start")
    await phone.wait_for("good time")
    await phone.taps("Yes")
    await phone.wait_for("Is anyone in danger right now?")
    await strict.dispatcher._pipeline._floods.block(strict.rooms.store.ref(phone.chat_id))
    dialogue.answers["/affirm"] = (["utter_emergency"], [])
    await phone.taps("Yes")
    await phone.wait_for(EMERGENCY)


async def test_words_of_danger_pass_the_limit_and_a_full_queue_too(
    strict: Gateway, phone: Phone, dialogue: ScriptedDialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "MOST_WAITING", 5)
    await opens_session(phone)
    dialogue.pause = 0.05
    await phone.says_many([*FLOOD, "danger"])
    await until(lambda: ("danger", "en") in dialogue.asked, timeout=15)


async def test_another_chat_is_not_touched(
    strict: Gateway, phone: Phone, sandbox: SandboxControl
) -> None:
    other = await sandbox.phone("B")
    await opens_session(phone)
    await opens_session(other)
    await _floods(strict, phone)
    await other.says("hello there")
    await other.wait_for(HEARD)


@pytest.mark.parametrize(
    "text",
    ["help!", "HELP ME", "he is here", "call the police please", "خطر!", "ساعِدوني", "در خطر هستم",
     "كمك", "khatar", "999"],
)  # fmt: skip
def test_words_of_danger_are_known_however_they_are_typed(text: str) -> None:
    assert is_danger(text)


@pytest.mark.parametrize("text", ["hello", "flood 12", "teapot", "مرحبا", "سلام", "", "👍"])
def test_everyday_texts_are_no_words_of_danger(text: str) -> None:
    assert not is_danger(text)


def test_every_language_has_words_of_danger() -> None:
    assert languages() == frozenset(LANGUAGES)


def _incoming(text: str) -> Incoming:
    return Incoming(Kind.TEXT, 1, 1, text=text)


def test_danger_is_no_way_around_all_limits() -> None:
    urgent, loaded = Urgent(), Loaded("ref", 0, None, b"")
    heard = sum(urgent.passes(_incoming("danger"), loaded) for _ in range(1000))
    assert AT_ONCE <= heard <= AT_ONCE + 2


async def test_when_very_many_come_at_once_those_with_a_session_go_first(
    settings: Settings,
) -> None:
    rooms, limit, heard = wire(settings).rooms, RateLimit(newcomers_per_second=1), 0
    for number in range(50):
        new = Turn(_incoming("hello"), Loaded(f"n{number}", 0, None, b""), Conversation(1, "en"))
        try:
            await limit.run(new, rooms)
            heard += 1
        except Ignore:
            pass
    assert 10 <= heard <= 12
    session = Conversation(1, "en")
    session.mode = session.mode.SESSION
    await limit.run(Turn(_incoming("x"), Loaded("s", 0, session, b""), session), rooms)
