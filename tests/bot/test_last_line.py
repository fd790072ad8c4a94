"""After an exit one bland line stays, or nothing, as the client chose; the choice stays nowhere."""

from __future__ import annotations

import pytest

from bot.wiring import Gateway
from sandbox.client import Phone
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import GOODBYE, opens_session, quiet, says_and_settles, shows_only
from undertone.streams.messages import Departure


async def _chooses(phone: Phone, dialogue: ScriptedDialogue, *, keep: bool) -> None:
    dialogue.answers["line"] = (["utter_ask_own_words"], [{"effect": "keep_line", "keep": keep}])
    await opens_session(phone)
    await says_and_settles(phone, "line")


async def _leaves(phone: Phone, dialogue: ScriptedDialogue, way: str) -> None:
    dialogue.answers["bye"] = ([], [{"effect": "wipe"}])
    dialogue.answers["done"] = (["utter_goodbye_not_now"], [{"effect": "end_session"}])
    if way == "✖":
        await phone.taps("✖")
    else:
        await phone.says(way)


@pytest.mark.parametrize("way", ["teapot", "/exit", "✖", "bye", "done"])
@pytest.mark.parametrize("keep", [True, False])
async def test_the_chat_shows_one_line_or_nothing(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue, way: str, *, keep: bool
) -> None:
    await _chooses(phone, dialogue, keep=keep)
    await _leaves(phone, dialogue, way)
    await phone.wait_for(shows_only(*([GOODBYE] if keep else [])))
    await quiet(gateway)
    await phone.refresh()
    assert list(phone.texts) == ([GOODBYE] if keep else [])


async def test_the_choice_is_forgotten_with_the_session(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    # Given a client with a case who wants nothing to stay
    await _chooses(phone, dialogue, keep=False)
    dialogue.answers["hand off"] = (
        ["utter_what_happens_next"],
        [{"effect": "hand_off", "urgency": "soon"}],
    )
    await says_and_settles(phone, "hand off")
    await phone.says("teapot")
    await phone.wait_for(shows_only())
    await quiet(gateway)
    # Then what remains of the case says nothing of that
    store = gateway.rooms.store
    loaded = await store.load(store.ref(phone.chat_id))
    assert loaded.stub is not None
    assert loaded.stub.departure is Departure.EXITED
    assert b"line" not in loaded.stub.to_json()
    assert loaded.stub.conversation().keep_line is True
