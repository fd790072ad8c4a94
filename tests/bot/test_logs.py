"""Nothing that a client or an officer wrote is ever in a log, a traceback or a file."""

from __future__ import annotations

import dataclasses
import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.updates import fetch
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.cases import canary_free, held_case
from tests.bot.conftest import ScriptedDialogue, Settings, started, wire_with
from tests.bot.steps import HEARD, PING, joins_relay, officer_writes, opens_session, quiet
from tests.servers import ValkeyServer
from undertone import logs

NAME, TEXT, TAP, LINE, WORD = (
    "Kanarienvogel",
    "canaryclienttext",
    "canarycallbackdata",
    "Canaryofficerline on Friday",
    "canaryexitword",
)
STAGES = (
    "bot.stages.session.run",
    "bot.stages.mode.run",
    "bot.stages.finish.run",
    "bot.stages.render.compose",
    "bot.cases.effects.apply",
)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that the process logs at DEBUG, through the real set-up."""
    root, stream = logging.getLogger(), io.StringIO()
    kept, level = root.handlers[:], root.level
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logs.sys, "stderr", stream)
        logs.set_up("DEBUG")
    yield stream
    root.handlers[:] = kept
    root.setLevel(level)
    logging.captureWarnings(False)


@pytest.fixture
async def sealed_gateway(
    settings: Settings,
    own_valkey: ValkeyServer,
    dialogue: ScriptedDialogue,
    sandbox: SandboxControl,
    own_home: Path,
    written: io.StringIO,
) -> AsyncIterator[Gateway]:
    """A gateway with a folder and a Valkey of its own, so that all files can be searched."""
    own = dataclasses.replace(settings, redis_url=own_valkey.url, home=own_home)
    made = wire_with(own, dialogue)
    async with started(made) as running_gateway:
        yield running_gateway


def _must_be_clean(written: io.StringIO, folder: Path, *more: str) -> None:
    canaries = (NAME, TEXT, TAP, LINE, WORD, *more)
    assert canary_free(written.getvalue().encode(), *canaries), written.getvalue()
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert any("appendonly" in str(file) for file in files)
    for file in files:
        assert canary_free(file.read_bytes(), *canaries), file


async def test_a_whole_conversation_leaves_no_trace_of_its_words(
    sealed_gateway: Gateway,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    written: io.StringIO,
    tmp_path: Path,
) -> None:
    phone = await sandbox.phone(NAME)
    word = {"effect": "set_exit_word", "word": WORD}
    record = {"effect": "record", "field": "area", "status": "given", "value": TEXT}
    dialogue.answers[TEXT] = (["utter_exit_word_set"], [word, record])
    bubble = await opens_session(phone)
    await phone.says(TEXT)
    await phone.wait_for("Your word is now")
    await phone.taps_raw(TAP, message_id=bubble.message_id)
    await phone.wait_for(HEARD)
    case_id = await held_case(sealed_gateway, phone.chat_id)
    await officer_writes(sealed_gateway, case_id, LINE)
    await phone.wait_for(PING)
    await phone.taps("Open")
    await phone.wait_for(LINE)
    await phone.says(f"{TEXT} again")
    await phone.wait_for("Sent")
    await quiet(sealed_gateway)
    _must_be_clean(written, tmp_path, str(phone.chat_id))


@pytest.mark.parametrize("stage", STAGES)
async def test_an_exception_in_any_stage_is_logged_without_what_it_quotes(
    sealed_gateway: Gateway,
    phone: Phone,
    dialogue: ScriptedDialogue,
    written: io.StringIO,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stage: str,
) -> None:
    await opens_session(phone)
    await quiet(sealed_gateway)

    def fails(*arguments: object, **_: object) -> object:
        raise RuntimeError(f"cannot handle {TEXT}: {arguments}")

    monkeypatch.setattr(stage, fails)
    await phone.says(TEXT)
    await phone.settles(quiet=0.2)
    await quiet(sealed_gateway)
    assert "RuntimeError" in written.getvalue()
    _must_be_clean(written, tmp_path)


async def test_broken_json_from_telegram_is_not_quoted(
    sealed_gateway: Gateway,
    phone: Phone,
    sandbox: SandboxControl,
    written: io.StringIO,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fetch, "PAUSE", 0.02)
    await sandbox.inject_raw('{"update_id": 5, "message": "' + TEXT)
    await sandbox.inject({"update_id": 6, "message": {"text": TEXT, "chat": {"id": NAME}}})
    await opens_session(phone)
    await quiet(sealed_gateway)
    _must_be_clean(written, tmp_path)


async def test_the_token_is_in_no_line(
    sealed_gateway: Gateway, phone: Phone, sandbox: SandboxControl, written: io.StringIO
) -> None:
    await sandbox.fault("sendMessage", "drop", count=1)
    await joins_relay(sealed_gateway, phone)
    logging.getLogger("httpx").warning("GET https://api.telegram.org/bot%s/getMe", "1234567:abcdef")
    logging.getLogger("bot").error("token 1234567:abcdefgh chat 123456789")
    assert sealed_gateway.rooms.settings.token not in written.getvalue()
    assert "1234567" not in written.getvalue()
    assert "123456789" not in written.getvalue()


def test_what_is_searched_for_would_be_found() -> None:
    assert not canary_free(json.dumps({"text": "é" + TEXT}).encode(), TEXT)
    assert not canary_free(f"x {NAME}".encode(), NAME)
