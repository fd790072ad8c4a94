"""Voice notes: sealed for the officer after a yes, never kept before it, gone from the chat."""

from __future__ import annotations

import base64

import pytest

from bot.voice import MOST_BYTES
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from sandbox.opus import silence
from tests.bot.cases import to_console
from tests.bot.steps import (
    case_key,
    console_gets,
    joins_relay,
    one_bubble,
    opens_session,
    quiet,
)
from undertone.sealing.envelope import ContentKind, open_content
from undertone.sealing.errors import SealingFailed
from undertone.streams.messages import ClientMessage

KEPT = "Your voice message is kept."
NOT_YET = "I cannot keep voice messages yet."
TOO_LONG = "too long for me"
NOT_SENT = "That did not reach us."
NOT_STORED = "nothing was stored"


async def _kept(gateway: Gateway) -> list[ClientMessage]:
    messages = await to_console(gateway.rooms.store.redis)
    return [message for message in messages if isinstance(message, ClientMessage)]


async def test_what_a_client_says_reaches_the_officer_sealed_and_leaves_the_chat(
    gateway: Gateway, phone: Phone
) -> None:
    case_id = await joins_relay(gateway, phone)
    await phone.sends("voice")
    await phone.wait_for(lambda p: one_bubble(p) and KEPT in p.texts[0])
    message = await console_gets(gateway, lambda m: isinstance(m, ClientMessage))
    assert isinstance(message, ClientMessage)
    key = await case_key(gateway, case_id)
    body = open_content(key, ContentKind.CLIENT_MESSAGE, message.message_id, message.sealed)
    assert body["text"] == ""
    assert body["voice"]["mime"] == "audio/ogg"
    assert body["voice"]["seconds"] == 3
    assert base64.b64decode(body["voice"]["data"]) == silence(3)


async def test_before_a_yes_nothing_is_fetched(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl
) -> None:
    await opens_session(phone)
    await phone.sends("voice")
    await phone.wait_for(lambda p: one_bubble(p) and NOT_YET in p.texts[0])
    assert await sandbox.calls(method="getFile") == []
    assert await _kept(gateway) == []


async def test_a_note_that_is_too_large_is_not_fetched(gateway: Gateway, phone: Phone) -> None:
    await joins_relay(gateway, phone)
    await phone.sends("voice", file_size=MOST_BYTES + 1)
    await phone.wait_for(TOO_LONG)
    assert await _kept(gateway) == []


@pytest.mark.parametrize("kind", ["error", "server_error", "drop"])
async def test_a_note_that_cannot_be_fetched_is_asked_for_again(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, kind: str
) -> None:
    await joins_relay(gateway, phone)
    await sandbox.fault("getFile", kind)
    await phone.sends("voice")
    await phone.wait_for(NOT_SENT)
    assert await _kept(gateway) == []
    await phone.sends("voice")
    await phone.wait_for(KEPT)


async def test_a_note_that_cannot_be_sealed_is_not_kept(
    gateway: Gateway, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await joins_relay(gateway, phone)

    def fails(*given: object) -> None:
        raise SealingFailed("no")

    monkeypatch.setattr(gateway.rooms.desk, "voice_note", fails)
    await phone.sends("voice")
    await phone.wait_for(NOT_STORED)
    await quiet(gateway)
    assert await _kept(gateway) == []
