"""With Redis gone the exit still empties the chat and silences; everything else is one line."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.state import names
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import (
    ALONE,
    HEARD,
    HELLO,
    UNAVAILABLE,
    is_cover,
    opens_session,
    quiet,
    says_and_settles,
    shows_only,
    until,
)
from tests.servers import ValkeyServer
from undertone.exit_word import default_word

EMPTY: Callable[[Phone], bool] = shows_only()


async def _is_back(valkey: ValkeyServer, sandbox: SandboxControl) -> None:
    valkey.restart()
    valkey.wait()

    async def nothing_waits() -> bool:
        return (await sandbox.updates())[0] == 0

    await until(nothing_waits)


@pytest.mark.parametrize(
    "way",
    ["teapot", *(pytest.param(way, marks=pytest.mark.slow) for way in ("/exit", "tap"))],
)
async def test_an_exit_empties_the_chat_and_nothing_comes_back_later(
    own_gateway: Gateway,
    own_valkey: ValkeyServer,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    way: str,
) -> None:
    # Given a session with private words on the screen, a slow answer under way, and no Redis
    await opens_session(phone)
    await quiet(own_gateway)
    dialogue.pause = 0.3
    await phone.says("something private")
    await until(lambda: dialogue.asked[-1][0] == "something private")
    own_valkey.kill()
    # When the client leaves
    if way == "tap":
        await phone.taps("✖")
    else:
        await phone.says(way)
    # Then the chat is emptied, and stays silent
    await phone.wait_for(EMPTY)
    mark = (await sandbox.calls())[-1].sequence
    await phone.says("hello?")
    await asyncio.sleep(0.3)
    assert not [text for text in phone.texts if text != "hello?"]
    # And when Redis is back the state is destroyed and nothing private was ever sent again
    await _is_back(own_valkey, sandbox)
    await phone.wait_for(HELLO)
    await quiet(own_gateway)
    store = own_gateway.rooms.store
    loaded = await store.load(store.ref(phone.chat_id))
    assert loaded.conversation is None or loaded.conversation.dialogue == {"open": False}
    later = await sandbox.calls(since=mark)
    assert [c for c in later if not is_cover(c.params.get("text", ""))] == []


async def test_a_word_behind_somebody_elses_text_is_heard(
    own_gateway: Gateway, own_valkey: ValkeyServer, phone: Phone, sandbox: SandboxControl
) -> None:
    other = await sandbox.phone("B")
    await opens_session(phone)
    await quiet(own_gateway)
    own_valkey.kill()
    await other.says("good morning")
    await other.says("anybody?")
    await phone.says("teapot")
    await phone.wait_for(EMPTY)
    await other.wait_for(UNAVAILABLE)
    said = [text for text in other.texts if UNAVAILABLE in text]
    assert len(said) == 1, "one bland line, not one for every message"


async def test_the_bubble_of_somebody_who_only_typed_is_removed_too(
    own_gateway: Gateway,
    own_valkey: ValkeyServer,
    phone: Phone,
    dialogue: ScriptedDialogue,
) -> None:
    dialogue.answers["yes please"] = dialogue.at_the_door["/affirm"]
    await phone.says("yes please")
    await phone.wait_for(ALONE)
    await quiet(own_gateway)
    own_valkey.kill()
    await phone.says("teapot")
    await phone.wait_for(EMPTY)


async def test_the_clients_own_word_and_language_work(
    own_gateway: Gateway,
    own_valkey: ValkeyServer,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
) -> None:
    # Given one client with an own word, and an Arabic reader with an English phone
    other = await sandbox.phone("B")
    word = {"effect": "set_exit_word", "word": "blue kettle"}
    dialogue.answers["mine"] = (["utter_exit_word_set"], [word])
    arabic = {"effect": "set_language", "language": "ar"}
    dialogue.answers["arabic"] = (["utter_menu"], [arabic])
    for each, choice in ((phone, "mine"), (other, "arabic")):
        await opens_session(each)
        await says_and_settles(each, choice)
        await says_and_settles(each, "something more")
    await quiet(own_gateway)
    # When Redis is gone and both leave
    own_valkey.kill()
    await phone.says("Blue kettle!")
    await other.says(default_word("ar"))
    # Then both chats are emptied
    await phone.wait_for(EMPTY)
    await other.wait_for(EMPTY)


async def test_a_conversation_goes_on_where_it_stood(
    own_gateway: Gateway, own_valkey: ValkeyServer, phone: Phone, sandbox: SandboxControl
) -> None:
    await opens_session(phone)
    await quiet(own_gateway)
    own_valkey.kill()
    await phone.says("are you there?")
    await phone.wait_for(UNAVAILABLE)
    await _is_back(own_valkey, sandbox)
    await phone.wait_for(HEARD)
    assert await own_gateway.rooms.store.redis.xlen(names.DEAD_UPDATES) == 0
