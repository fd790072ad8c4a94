"""Guessing at the word is reported and slowed down, and nobody in the chat can tell."""

from __future__ import annotations

import pytest

from bot.abuse import probing
from bot.state import names
from bot.wiring import Gateway
from sandbox.client import Phone
from tests.bot.cases import to_console
from tests.bot.conftest import ScriptedDialogue
from tests.bot.moved_clock import MovedClock, moved_clock
from tests.bot.steps import (
    GOODBYE,
    HELLO,
    console_gets,
    is_cover,
    opens_session,
    quiet,
    says_and_settles,
    shows_only,
)
from undertone.streams.messages import Alert, AlertKind, CaseBrief

__all__ = ["moved_clock"]
BACK = "Welcome back."


@pytest.fixture
async def case_id(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue, moved_clock: MovedClock
) -> str:
    """A client with a case who has left."""
    dialogue.answers["hand off"] = (
        ["utter_what_happens_next"],
        [{"effect": "hand_off", "urgency": "soon"}],
    )
    await opens_session(phone)
    await says_and_settles(phone, "hand off")
    brief = await console_gets(gateway, lambda m: isinstance(m, CaseBrief))
    await phone.says("teapot")
    await phone.wait_for(shows_only(GOODBYE))
    await quiet(gateway)
    return brief.case_id


async def _guesses(gateway: Gateway, phone: Phone, *words: str) -> None:
    for word in words:
        await phone.says(word)
        await phone.wait_for(lambda p: HELLO in p.texts[-1])
        await quiet(gateway)


async def _alerts(gateway: Gateway) -> list[Alert]:
    messages = await to_console(gateway.rooms.store.redis)
    return [message for message in messages if isinstance(message, Alert)]


async def test_three_words_in_an_hour_are_reported_to_the_case(
    gateway: Gateway, phone: Phone, case_id: str
) -> None:
    await _guesses(gateway, phone, "password", "kettle")
    assert await _alerts(gateway) == []
    await _guesses(gateway, phone, "biscuit")
    (alert,) = await _alerts(gateway)
    assert (alert.case_id, alert.what) == (case_id, AlertKind.PROBING)
    assert all(is_cover(text) for text in phone.texts)


async def test_then_the_right_word_is_answered_like_a_wrong_one_for_ten_minutes(
    gateway: Gateway, phone: Phone, case_id: str
) -> None:
    await _guesses(gateway, phone, "password", "kettle", "biscuit", "teapot", "Teapot")
    assert not any(BACK in text for text in phone.texts)
    store = gateway.rooms.store
    shut = names.shut(store.ref(phone.chat_id))
    assert 590 < await store.redis.ttl(shut) <= 600
    # When the time is over, the word is the word again
    await store.redis.delete(shut)
    await phone.says("teapot")
    await phone.wait_for(BACK)
    assert not await store.redis.exists(names.shut_level(store.ref(phone.chat_id)))


async def test_the_time_doubles_with_every_three(
    gateway: Gateway, phone: Phone, case_id: str
) -> None:
    store = gateway.rooms.store
    shut = names.shut(store.ref(phone.chat_id))
    for seconds in (600, 1200, 2400):
        await _guesses(gateway, phone, "password", "kettle", "biscuit")
        assert seconds - 10 < await store.redis.ttl(shut) <= seconds
        await store.redis.delete(shut)
    assert len(await _alerts(gateway)) == 3


async def test_words_that_people_answer_with_and_sentences_are_no_guesses(
    gateway: Gateway, phone: Phone, case_id: str
) -> None:
    await _guesses(gateway, phone, "hello", "ok", "سلام", "not today please", "👍", "thanks", "?")
    store = gateway.rooms.store
    assert not await store.redis.exists(names.probes(store.ref(phone.chat_id)))


async def test_guesses_of_more_than_an_hour_ago_do_not_count(
    gateway: Gateway, phone: Phone, case_id: str, moved_clock: MovedClock
) -> None:
    await _guesses(gateway, phone, "password", "kettle")
    moved_clock.advance(hours=1.1)
    await _guesses(gateway, phone, "biscuit", "saucer")
    assert await _alerts(gateway) == []


async def test_the_cross_and_the_command_still_work_while_it_is_shut(
    gateway: Gateway, phone: Phone, case_id: str
) -> None:
    await _guesses(gateway, phone, "password", "kettle", "biscuit")
    await phone.says("/exit")
    await phone.wait_for(lambda p: {*p.texts} == {GOODBYE})


async def test_without_a_case_nothing_is_counted(
    gateway: Gateway, phone: Phone, moved_clock: MovedClock
) -> None:
    await _guesses(gateway, phone, *["password"] * (probing.TRIES + 1))
    store = gateway.rooms.store
    assert not await store.redis.exists(names.probes(store.ref(phone.chat_id)))
    assert await to_console(store.redis) == []
