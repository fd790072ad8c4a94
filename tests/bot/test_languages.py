"""The picker: led by what the client seems to write, and only with what is offered."""

from __future__ import annotations

import dataclasses

from bot.settings import Settings
from sandbox.client import Phone, SandboxControl
from tests.bot.conftest import ScriptedDialogue, started, wire_with
from tests.bot.steps import HELLO, until
from undertone.languages import LANGUAGES

PICKER = "🌐"


def _asks_for_the_language(dialogue: ScriptedDialogue) -> None:
    dialogue.at_the_door["/change_language"] = (["utter_ask_language_choice"], [])
    for code in LANGUAGES:
        payload = f'/choose{{"choice":"{code}"}}'
        dialogue.at_the_door[payload] = (
            ["utter_ask_good_moment"],
            [{"effect": "set_language", "language": code}],
        )


async def test_the_picker_begins_with_what_the_client_writes(
    settings: Settings, sandbox: SandboxControl
) -> None:
    dialogue = ScriptedDialogue()
    _asks_for_the_language(dialogue)
    async with started(wire_with(settings, dialogue)):
        phone = await sandbox.phone("A", language="en")
        await phone.says("waan caawimaad rabaa fadlan")
        await phone.wait_for(lambda p: bool(p.buttons))
        await phone.says("/language")
        await phone.wait_for(lambda p: len(p.buttons) >= len(LANGUAGES))
        assert phone.buttons[0] == LANGUAGES["so"].native
        assert {row.native for row in LANGUAGES.values()} <= set(phone.buttons)


async def test_a_language_can_be_typed_where_languages_are_offered(
    settings: Settings, sandbox: SandboxControl
) -> None:
    dialogue = ScriptedDialogue()
    _asks_for_the_language(dialogue)
    async with started(wire_with(settings, dialogue)) as gateway:
        phone = await sandbox.phone("A", language="en")
        await phone.says("/language")
        await phone.wait_for(lambda p: len(p.buttons) >= len(LANGUAGES))
        await phone.says("Tigrinya")
        hello = gateway.rooms.speaker.say("utter_ask_good_moment", "ti").text
        await phone.wait_for(hello)


async def test_only_reviewed_languages_are_offered_where_the_setting_says_so(
    settings: Settings, sandbox: SandboxControl
) -> None:
    """Nothing is reviewed yet, so English is what remains."""
    dialogue = ScriptedDialogue()
    _asks_for_the_language(dialogue)
    careful = dataclasses.replace(settings, unreviewed_words=False)
    async with started(wire_with(careful, dialogue)):
        phone = await sandbox.phone("A", language="fa")
        await phone.says("/start")
        await phone.wait_for(HELLO)
        await phone.says("/language")
        await phone.wait_for(lambda p: PICKER in p.texts[-1] and bool(p.buttons))
        assert _languages_on(phone) == ["English"]


def _languages_on(phone: Phone) -> list[str]:
    names = {row.native for row in LANGUAGES.values()}
    return [button for button in phone.buttons if button in names]


async def test_a_language_that_is_not_offered_cannot_be_set(
    settings: Settings, sandbox: SandboxControl
) -> None:
    dialogue = ScriptedDialogue()
    dialogue.at_the_door["hello"] = (
        ["utter_ask_good_moment"],
        [{"effect": "set_language", "language": "fa"}],
    )
    careful = dataclasses.replace(settings, unreviewed_words=False)
    async with started(wire_with(careful, dialogue)):
        phone = await sandbox.phone("A", language="en")
        await phone.says("hello")
        await phone.wait_for(HELLO)
        await until(lambda: HELLO in phone.texts[-1])
