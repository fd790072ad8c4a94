"""Recorded prompts: heard inside a session by who asked for them, and gone with the question."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.send.delivery
from bot.send.delivery import speak
from bot.send.late import bland
from bot.wiring import Gateway, make_speaker
from sandbox.client import Phone, SandboxControl
from sandbox.opus import silence
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import GOODBYE, HEARD, nothing_private_was_notified, opens_session, quiet
from undertone.languages import LANGUAGES
from undertone.words.recordings import MOST_BYTES, missing, recording

QUESTION = "utter_ask_own_words"
NEEDS = {"effect": "record", "field": "communication_needs", "status": "given"}


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one recording."""
    path = tmp_path / "en" / f"{QUESTION}.ogg"
    path.parent.mkdir()
    path.write_bytes(silence(2))
    monkeypatch.setattr(
        bot.send.delivery, "recording", lambda code, name: recording(code, name, tmp_path)
    )
    return tmp_path


def _says_that_reading_is_hard(dialogue: ScriptedDialogue) -> None:
    dialogue.answers["reading is hard"] = (
        ["utter_piece_kept", QUESTION],
        [{**NEEDS, "value": ["reading"]}],
    )


def _voices(phone: Phone) -> int:
    return sum(message.kind == "voice" for message in phone.messages)


async def test_who_finds_reading_hard_hears_the_question_and_it_goes_with_the_answer(
    gateway: Gateway, dialogue: ScriptedDialogue, phone: Phone, recorded: Path
) -> None:
    _says_that_reading_is_hard(dialogue)
    await opens_session(phone)
    await phone.says("reading is hard")
    await phone.wait_for(lambda p: _voices(p) == 1)
    await phone.says("I wrote something")
    await phone.wait_for(lambda p: _voices(p) == 1 and len(p.messages) == 2)
    await nothing_private_was_notified(phone)
    await phone.says("teapot")
    await phone.wait_for(lambda p: [m.text for m in p.messages] == [GOODBYE])


async def test_nobody_else_hears_anything(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, recorded: Path
) -> None:
    await opens_session(phone)
    await phone.says("I wrote something")
    await phone.wait_for(HEARD)
    await quiet(gateway)
    assert await sandbox.calls(method="sendVoice") == []


async def test_the_file_of_a_recording_tells_nothing(
    gateway: Gateway,
    dialogue: ScriptedDialogue,
    phone: Phone,
    sandbox: SandboxControl,
    recorded: Path,
) -> None:
    _says_that_reading_is_hard(dialogue)
    await opens_session(phone)
    await phone.says("reading is hard")
    await phone.wait_for(lambda p: _voices(p) == 1)
    (call,) = await sandbox.calls(method="sendVoice")
    assert QUESTION not in str(call.params)
    assert call.params["disable_notification"] in (True, "true")
    assert "caption" not in call.params


def test_what_comes_late_is_not_read_aloud() -> None:
    assert bland(speak(QUESTION, "en"), make_speaker()) == {"do": "nothing"}


def test_the_tool_lists_what_is_missing_with_the_words_to_say(tmp_path: Path) -> None:
    before = {row.path.stem: row.words for row in missing(LANGUAGES["fa"], tmp_path)}
    assert "سلام" not in before.get("utter_ask_good_moment", "")
    assert before[QUESTION]
    (tmp_path / "fa").mkdir()
    (tmp_path / "fa" / f"{QUESTION}.ogg").write_bytes(silence(1))
    after = {row.path.stem for row in missing(LANGUAGES["fa"], tmp_path)}
    assert set(before) - after == {QUESTION}


def test_a_file_that_telegram_would_not_play_is_no_recording(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / f"{QUESTION}.ogg").write_bytes(bytes(MOST_BYTES + 1))
    assert recording("en", QUESTION, tmp_path) is None
