"""Exit: one word or one tap, in every state, and nothing shows that there was ever more."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.state import names
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.cases import to_console
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import (
    ALONE,
    GOODBYE,
    HEARD,
    HELLO,
    PING,
    console_gets,
    deliveries,
    joins_relay,
    officer_writes,
    opens_session,
    quiet,
    says_and_settles,
    shows_only,
    until,
)
from undertone.exit_word import default_word
from undertone.streams.messages import Departure, ExitNotice

WAYS_OUT = ("teapot", "TEAPOT!", " Tea pot ", "/exit", "✖", "exit")


async def _leaves(phone: Phone, way: str) -> None:
    if way == "tap":
        await phone.taps("✖")
    else:
        await phone.says(way)


async def _nothing_is_left(gateway: Gateway, phone: Phone) -> None:
    """Given time to come to rest, the chat shows the bland line and Redis has no state."""
    await phone.wait_for(shows_only(GOODBYE))
    await quiet(gateway)
    redis, ref = gateway.rooms.store.redis, gateway.rooms.store.ref(phone.chat_id)
    gone = [names.conversation(ref), names.conversation_key(ref), names.bubble(ref)]
    kept = await redis.exists(*gone)
    assert kept in (0, 1)  # the bubble may be the bland line itself
    assert await redis.get(names.conversation(ref)) is None
    assert await redis.get(names.conversation_key(ref)) is None
    assert await redis.zscore(names.SESSIONS, ref) is None
    assert await redis.hlen(names.WIPES) == 0
    assert phone.buttons == ()


@pytest.mark.parametrize("way", [*WAYS_OUT, "tap"])
async def test_every_way_out_empties_a_session(gateway: Gateway, phone: Phone, way: str) -> None:
    # Given a session with private words on the screen
    await opens_session(phone)
    # When the client leaves
    await _leaves(phone, way)
    # Then one bland line stands there and nothing else remains
    await _nothing_is_left(gateway, phone)


@pytest.mark.parametrize(
    ("language", "word"), [("ar", default_word("ar")), ("fa", default_word("fa"))]
)
async def test_the_word_of_the_clients_language_works(
    gateway: Gateway, sandbox: SandboxControl, language: str, word: str
) -> None:
    phone = await sandbox.phone("B", language=language)
    await phone.says("/start")
    await phone.wait_for(lambda p: len(p.buttons) > 1)
    await phone.taps(index=0)
    await phone.wait_for(lambda p: p.buttons[-1:] == ("✖",))
    await phone.says(word)
    line = gateway.rooms.speaker.say("utter_after_exit", language).text
    await phone.wait_for(shows_only(line))


async def test_the_word_that_the_client_chose_works_and_so_does_the_first_one(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    choosing = {"effect": "set_exit_word", "word": "blue kettle"}
    dialogue.answers["mine"] = (["utter_exit_word_set"], [choosing])
    for way in ("Blue  kettle", "teapot"):
        await opens_session(phone)
        await phone.says("mine")
        await phone.wait_for("Your word is now")
        await phone.says(way)
        await _nothing_is_left(gateway, phone)


async def test_at_cover_level_the_word_is_an_exit_too(gateway: Gateway, phone: Phone) -> None:
    await phone.says("good morning")
    await phone.wait_for(HELLO)
    await phone.says("teapot")
    await _nothing_is_left(gateway, phone)


async def test_a_sentence_with_the_word_in_it_is_no_exit(gateway: Gateway, phone: Phone) -> None:
    await opens_session(phone)
    await says_and_settles(phone, "he threw the teapot at me")
    assert phone.texts[0].startswith(HEARD)


async def test_an_edit_of_an_old_message_to_the_word_is_an_exit(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await opens_session(phone)
    dialogue.answers["stay"] = (["utter_menu"], [{"effect": "keep_messages", "keep": True}])
    message = await phone.says("stay")
    await phone.wait_for("What would you like to do?")
    await phone.edits(message, "teapot")
    await _nothing_is_left(gateway, phone)


async def test_the_dialogue_may_ask_for_the_same_way_out(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await opens_session(phone)
    dialogue.answers["I want to stop"] = ([], [{"effect": "wipe"}])
    await phone.says("I want to stop")
    await _nothing_is_left(gateway, phone)


@pytest.mark.parametrize("way", ["teapot", "tap"])
async def test_an_exit_from_the_relay_freezes_the_officer(
    gateway: Gateway, phone: Phone, way: str
) -> None:
    # Given an officer's line that the client has not opened
    case_id = await joins_relay(gateway, phone)
    line = await officer_writes(gateway, case_id, "Can I call you on Friday?")
    await phone.wait_for(PING)
    # When the client leaves
    await _leaves(phone, way)
    # Then the officer learns that the client is gone and that the line was never seen
    notice = await console_gets(gateway, lambda m: isinstance(m, ExitNotice))
    assert isinstance(notice, ExitNotice)
    assert (notice.case_id, notice.departure) == (case_id, Departure.EXITED)
    assert await deliveries(gateway, line) == ["waiting", "gone"]
    await _nothing_is_left(gateway, phone)
    # And what the officer writes later reaches nobody
    late = await gateway.rooms.store.redis.xlen("to_bot")
    assert late == 0


@pytest.mark.slow
async def test_an_exit_word_jumps_ahead_of_a_slow_turn_whose_answer_is_thrown_away(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue, sandbox: SandboxControl
) -> None:
    # Given a dialogue that takes its time
    await opens_session(phone)
    dialogue.pause = 4
    await phone.says("something private")
    await until(lambda: dialogue.asked[-1][0] == "something private")
    await phone.says("and more of it")
    # When the client leaves meanwhile
    await phone.says("teapot")
    # Then the chat is empty at once, and stays empty when the turn comes back
    await phone.wait_for(shows_only(GOODBYE), timeout=3.5)
    await asyncio.sleep(4)
    await _nothing_is_left(gateway, phone)
    assert dialogue.asked[-1][0] == "something private", "what waited was dropped"
    texts = [call.params.get("text", "") for call in await sandbox.calls()]
    assert not any(text.startswith(HEARD) for text in texts)


async def test_an_exit_works_with_the_dialogue_dead(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await opens_session(phone)
    dialogue.fails = True
    await phone.says("teapot")
    await _nothing_is_left(gateway, phone)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
async def test_a_flood_limit_on_sending_does_not_hold_the_wipe(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, method: str
) -> None:
    # Given Telegram that refuses to send for the next seconds
    await opens_session(phone)
    await sandbox.fault(method, "flood", retry_after=5, count=1)
    await phone.says("something private")
    # When the client leaves
    await phone.says("teapot")
    # Then nothing private is left long before sending works again
    await phone.wait_for(lambda p: not p.messages or p.texts == (GOODBYE,), timeout=4.5)
    await phone.wait_for(shows_only(GOODBYE))


@pytest.mark.slow
async def test_a_hanging_answer_to_the_tap_holds_up_nobody_elses_exit(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl
) -> None:
    other = await sandbox.phone("C")
    await opens_session(phone)
    await opens_session(other)
    await sandbox.fault("answerCallbackQuery", "hang", seconds=5)
    await phone.taps("✖")
    await other.says("teapot")
    await other.wait_for(shows_only(GOODBYE), timeout=4.5)
    await sandbox.clear_faults()


async def test_after_an_exit_whoever_writes_gets_the_hello_of_a_newcomer(
    gateway: Gateway, phone: Phone
) -> None:
    await joins_relay(gateway, phone)
    await phone.says("teapot")
    await _nothing_is_left(gateway, phone)
    await phone.says("hello?")
    await phone.wait_for(HELLO)
    assert not any(ALONE in text for text in phone.texts)
    assert phone.buttons == ("Yes", "Not now", "🌐 Language")


async def test_who_leaves_without_a_case_leaves_no_word_to_the_console(
    gateway: Gateway, phone: Phone
) -> None:
    await opens_session(phone)
    await phone.says("teapot")
    await _nothing_is_left(gateway, phone)
    assert await to_console(gateway.rooms.store.redis) == []


async def test_a_case_that_a_turn_opens_in_the_last_moment_learns_of_the_exit(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    # Given a turn under way that will open a case
    await opens_session(phone)
    hand_off = {"effect": "hand_off", "urgency": "urgent"}
    dialogue.answers["hand off"] = (["utter_what_happens_next"], [hand_off])
    dialogue.pause = 0.2
    store = gateway.rooms.store
    depart = store.depart

    async def departs_late(*given: Any, **more: Any) -> int:
        await asyncio.sleep(0.4)
        return await depart(*given, **more)

    # When it is committed just between the exit's look at the chat and the exit itself
    store.depart = departs_late  # type: ignore[method-assign]
    await phone.says("hand off")
    await until(lambda: dialogue.asked[-1][0] == "hand off")
    await phone.says("teapot")
    # Then the officer learns that the client is gone
    await console_gets(gateway, lambda m: isinstance(m, ExitNotice))
    await _nothing_is_left(gateway, phone)


async def test_a_client_who_blocks_the_bot_is_reported_as_blocked(
    gateway: Gateway, phone: Phone
) -> None:
    case_id = await joins_relay(gateway, phone)
    await phone.blocks()
    notice = await console_gets(gateway, lambda m: isinstance(m, ExitNotice))
    assert isinstance(notice, ExitNotice)
    assert (notice.case_id, notice.departure) == (case_id, Departure.BLOCKED)
    await quiet(gateway)
    ref = gateway.rooms.store.ref(phone.chat_id)
    assert await gateway.rooms.store.redis.get(names.conversation(ref)) is None
    assert await gateway.rooms.store.redis.hlen(names.WIPES) == 0
