"""If sealing fails nothing is stored anywhere, the client is told, and can try again."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.cases import Officer, held_case, to_console
from tests.bot.conftest import ScriptedDialogue, Settings, started, wire_with
from tests.bot.steps import opens_session, quiet, says_and_settles
from undertone.sealing.demo import make_demo
from undertone.sealing.errors import SealingFailed
from undertone.streams.messages import CaseBrief

NOT_STORED = "We could not keep this safely, so nothing was stored."
HAND_OFF = (["utter_what_happens_next"], [
    {"effect": "consent", "purpose": "officer", "granted": True, "wording": "utter_x"},
    {"effect": "hand_off", "urgency": "urgent"},
])  # fmt: skip


@pytest.fixture
async def own_home_gateway(
    settings: Settings, dialogue: ScriptedDialogue, sandbox: SandboxControl, own_home: Path
) -> AsyncIterator[Gateway]:
    made = wire_with(dataclasses.replace(settings, home=own_home), dialogue)
    await made.rooms.store.redis.flushall()
    async with started(made) as running_gateway:
        yield running_gateway


def _missing(listed: Path) -> None:
    listed.unlink()


def _tampered(listed: Path) -> None:
    body = json.loads(listed.read_text())
    body["signature"] = "A" * 86 + "=="
    listed.write_text(json.dumps(body))


def _empty(listed: Path) -> None:
    listed.write_text("")


def _not_json(listed: Path) -> None:
    listed.write_bytes(b"\xff\xfe[[[")


@pytest.mark.parametrize("spoil", [_missing, _tampered, _empty, _not_json])
async def test_without_a_good_list_of_recipients_nothing_leaves(
    own_home_gateway: Gateway,
    own_home: Path,
    phone: Phone,
    dialogue: ScriptedDialogue,
    spoil: object,
) -> None:
    # Given a list of recipients that cannot be trusted
    assert callable(spoil)
    good = own_home / "good.json"
    shutil.copy(own_home / "recipients.json", good)
    spoil(own_home / "recipients.json")
    dialogue.answers["hand off"] = HAND_OFF
    await opens_session(phone)
    # When the client agrees that a person may read
    await says_and_settles(phone, "hand off")
    # Then the client is told plainly, has a way on, and nothing went out
    assert NOT_STORED in phone.texts[0]
    assert len(phone.buttons) > 1
    await quiet(own_home_gateway)
    assert await to_console(own_home_gateway.rooms.store.redis) == []
    # And once the list is mended the same step works
    shutil.copy(good, own_home / "recipients.json")
    await says_and_settles(phone, "hand off")
    assert NOT_STORED not in phone.texts[0]
    briefs = await to_console(own_home_gateway.rooms.store.redis)
    assert [type(message) for message in briefs] == [CaseBrief]
    demo = make_demo(own_home)
    assert Officer(demo).reads(briefs)[0]["consents"][0]["granted"] is True


async def test_a_message_to_the_officer_that_cannot_be_sealed_is_not_said_to_be_sent(
    gateway: Gateway, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await opens_session(phone)
    await held_case(gateway, phone.chat_id)
    before = len(await to_console(gateway.rooms.store.redis))

    def fails(*_: object) -> None:
        raise SealingFailed

    monkeypatch.setattr(gateway.rooms.desk, "client_message", fails)
    await says_and_settles(phone, "are you there?")
    assert NOT_STORED in phone.texts[0]
    assert "Sent" not in phone.texts[0]
    assert len(await to_console(gateway.rooms.store.redis)) == before
