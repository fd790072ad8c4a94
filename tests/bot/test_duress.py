"""The second word: the chat is emptied and talks about nothing, officers are told silently."""

from __future__ import annotations

import pytest

from bot.rotation import Rotation
from bot.state import names
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.cases import to_console
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import (
    GOODBYE,
    HELLO,
    console_gets,
    is_cover,
    nothing_private_was_notified,
    officer_writes,
    opens_session,
    private_came_only_by_edit,
    quiet,
    says_and_settles,
    shows_only,
    until,
)
from undertone.streams.messages import Alert, AlertKind, CaseBrief, ExitNotice

WORD = "marmalade"
BACK = "Welcome back."
LINES = [
    "The weather changes so fast these days.",
    "A cup of tea is always a good idea. ☕",
    "I never know who plays in the football.",
    "What do you like to cook on a quiet day?",
]
CONSENT = {"effect": "consent", "purpose": "officer", "granted": True, "wording": "utter_x"}


async def _chooses(phone: Phone, dialogue: ScriptedDialogue, word: str = WORD) -> None:
    """Sets the second word inside a session."""
    dialogue.answers["second word"] = (
        ["utter_duress_word_set", "utter_ask_own_words"],
        [{"effect": "set_duress_word", "word": word}],
    )
    await opens_session(phone)
    await says_and_settles(phone, "second word")


async def _with_a_case(gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue) -> str:
    await _chooses(phone, dialogue)
    dialogue.answers["hand off"] = (
        ["utter_what_happens_next"],
        [CONSENT, {"effect": "hand_off", "urgency": "soon"}],
    )
    await says_and_settles(phone, "hand off")
    brief = await console_gets(gateway, lambda m: isinstance(m, CaseBrief))
    return brief.case_id


async def _answers(phone: Phone, text: str, line: str) -> None:
    await phone.says(text)
    await phone.wait_for(lambda p: p.texts[-1] == line)


async def _alerts(gateway: Gateway) -> list[Alert]:
    messages = await to_console(gateway.rooms.store.redis)
    return [message for message in messages if isinstance(message, Alert)]


async def test_the_chat_is_emptied_and_talks_about_nothing_in_turn(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, dialogue: ScriptedDialogue
) -> None:
    # Given a client with a case and a second word
    case_id = await _with_a_case(gateway, phone, dialogue)
    asked = len(dialogue.asked)
    # When somebody makes them write, and they type it
    await phone.says("Marmalade")
    # Then everything is gone but small talk, whatever is written
    await phone.wait_for(shows_only(LINES[0]))
    for text, line in zip(
        ("who is this", "/start", "yes", "tell me", "what do you want"),
        (*LINES[1:], *LINES[:2]),
        strict=True,
    ):
        await _answers(phone, text, line)
    assert len(dialogue.asked) == asked, "the dialogue hears nothing of it"
    assert all(is_cover(text) for text in phone.texts)
    assert phone.buttons == ()
    # And the case gets one silent alert and learns that the client is gone
    (alert,) = await _alerts(gateway)
    assert (alert.case_id, alert.what) == (case_id, AlertKind.DURESS)
    await console_gets(gateway, lambda m: isinstance(m, ExitNotice))
    await nothing_private_was_notified(phone)
    await private_came_only_by_edit(sandbox)


async def test_only_the_clients_own_word_leads_back(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    case_id = await _with_a_case(gateway, phone, dialogue)
    await phone.says(WORD)
    await phone.wait_for(shows_only(LINES[0]))
    await _answers(phone, "hello?", LINES[1])
    await phone.says("Teapot")
    await phone.wait_for(BACK)
    brief = [m for m in await to_console(gateway.rooms.store.redis) if isinstance(m, CaseBrief)]
    assert {each.case_id for each in brief} == {case_id}
    ref = gateway.rooms.store.ref(phone.chat_id)
    assert not await gateway.rooms.store.redis.exists(names.small_talk(ref))


@pytest.mark.parametrize("way", ["/exit", "✖", "exit"])
async def test_what_anybody_can_find_does_not_end_it(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue, way: str
) -> None:
    await _with_a_case(gateway, phone, dialogue)
    await phone.says(WORD)
    await phone.wait_for(shows_only(LINES[0]))
    await phone.says(way)
    await phone.wait_for(shows_only(GOODBYE))
    await quiet(gateway)
    await _answers(phone, "hello", LINES[1])


async def test_without_a_case_it_works_too_and_the_own_word_ends_it(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await _chooses(phone, dialogue)
    await phone.says(WORD)
    await phone.wait_for(shows_only(LINES[0]))
    await _answers(phone, "hello", LINES[1])
    assert await to_console(gateway.rooms.store.redis) == []
    await phone.says("teapot")
    await phone.wait_for(shows_only(GOODBYE))
    await quiet(gateway)
    await phone.says("hello")
    await phone.wait_for(HELLO)


async def test_after_an_exit_the_second_word_is_still_known(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    case_id = await _with_a_case(gateway, phone, dialogue)
    await phone.says("teapot")
    await phone.wait_for(shows_only(GOODBYE))
    await quiet(gateway)
    await phone.says(WORD)
    await phone.wait_for(shows_only(LINES[0]))
    (alert,) = await _alerts(gateway)
    assert alert.case_id == case_id


async def test_officers_lines_do_not_reach_the_chat_any_more(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue, sandbox: SandboxControl
) -> None:
    case_id = await _with_a_case(gateway, phone, dialogue)
    key_before = gateway
    line = await officer_writes(key_before, case_id, "We are here.")
    await phone.wait_for("👋 Hello again")
    await phone.says(WORD)
    await phone.wait_for(shows_only(LINES[0]))
    await quiet(gateway)
    assert not any("We are here." in call.text for call in await sandbox.calls())
    assert line


@pytest.mark.parametrize("word", ["teapot", "Tea pot", "yes", "ok", "help", "/exit", "pot", ""])
async def test_a_word_that_would_not_be_heard_is_refused(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue, word: str
) -> None:
    await _chooses(phone, dialogue, word)
    await phone.wait_for("That word does not work as a second word.")
    loaded = await gateway.rooms.store.load(gateway.rooms.store.ref(phone.chat_id))
    assert loaded.conversation is not None
    assert loaded.conversation.duress_word is None


async def test_the_exit_word_cannot_become_the_same_word(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await _chooses(phone, dialogue)
    dialogue.answers["swap"] = (
        ["utter_exit_word_set", "utter_ask_own_words"],
        [{"effect": "set_exit_word", "word": WORD}],
    )
    await phone.says("swap")
    await phone.wait_for("Your word is still")


async def test_it_is_sealed_lives_an_hour_and_outlives_a_rotation(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await _with_a_case(gateway, phone, dialogue)
    await phone.says(WORD)
    await phone.wait_for(shows_only(LINES[0]))
    store = gateway.rooms.store
    name = names.small_talk(store.ref(phone.chat_id))
    assert 3500 < await store.redis.ttl(name) <= 3600
    assert "line" not in await store.redis.get(name)
    await Rotation(store).rotate()
    await _answers(phone, "hello", LINES[1])
    await store.redis.expire(name, 10)
    await _answers(phone, "hello", LINES[2])
    assert await store.redis.ttl(name) > 3500, "each message makes it an hour again"
    await store.redis.delete(name)
    await phone.says("hello")
    await phone.wait_for(HELLO)
    await until(lambda: len(phone.messages) > 0)
