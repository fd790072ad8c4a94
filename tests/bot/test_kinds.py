"""Every kind of update has a defined answer: a kind line, an ignore, or a leave."""

from __future__ import annotations

import pytest

from bot.state import names
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import (
    HEARD,
    HELLO,
    PING,
    joins_relay,
    officer_writes,
    one_bubble,
    opens_session,
    quiet,
    says_and_settles,
    until,
)

MEDIA = ("photo", "sticker", "contact")
MORE_MEDIA = ("document", "location", "video", "video_note", "audio")
SHORT_ONLY = "I can only read short written messages here."
CANNOT_OPEN = "I cannot open pictures or files."


async def _nothing_was_set_aside(gateway: Gateway) -> None:
    await quiet(gateway)
    assert await gateway.rooms.store.redis.xlen(names.DEAD_UPDATES) == 0
    assert await gateway.rooms.store.redis.xlen(names.UPDATES) == 0


@pytest.mark.parametrize(
    "kind", [*MEDIA, *(pytest.param(kind, marks=pytest.mark.slow) for kind in MORE_MEDIA)]
)
async def test_media_are_deleted_and_the_question_is_asked_again(
    gateway: Gateway, phone: Phone, kind: str
) -> None:
    await opens_session(phone)
    await phone.sends(kind, caption="he beats me" if kind == "photo" else "")
    await phone.wait_for(lambda p: one_bubble(p) and CANNOT_OPEN in p.texts[0])
    assert "Write what you like to share." in phone.texts[0]
    assert "That is all" in phone.buttons
    await _nothing_was_set_aside(gateway)


async def test_media_outside_a_session_get_a_line_that_anybody_may_see(
    gateway: Gateway, phone: Phone
) -> None:
    await phone.sends("voice")
    await phone.wait_for(lambda p: one_bubble(p) and p.texts[0] == SHORT_ONLY)


async def test_media_in_the_relay_leave_the_officers_line_within_reach(
    gateway: Gateway, phone: Phone
) -> None:
    case_id = await joins_relay(gateway, phone)
    await officer_writes(gateway, case_id, "Are you well?")
    await phone.wait_for(PING)
    await phone.sends("photo")
    await phone.wait_for(CANNOT_OPEN)
    await phone.taps("Open")
    await phone.wait_for("Are you well?")


async def test_a_huge_file_is_not_fetched(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl
) -> None:
    await opens_session(phone)
    await phone.sends("document", file_size=2_000_000_000)
    await phone.wait_for(CANNOT_OPEN)
    assert await sandbox.calls(method="getFile") == []


async def test_an_edited_message_is_asked_for_again(gateway: Gateway, phone: Phone) -> None:
    await phone.says("good morning")
    await phone.wait_for(HELLO)
    await phone.edits(phone.messages[0], "good evening")
    await phone.wait_for("Please write it again as a new one.")


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        ("/start", "/greet"),
        ("/start wq8_pX-1", "/greet"),
        ("/START@somebot", "/greet"),
        ("/language", "/change_language"),
        ("/help", "/ask_who"),
        ("/affirm", "/out_of_scope"),
        ('/choose{"choice":"hotel"}', "/out_of_scope"),
        ("/", "/out_of_scope"),
    ],
)
async def test_a_command_is_only_ever_one_of_ours(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue, command: str, asked: str
) -> None:
    await phone.says(command)
    await phone.wait_for(one_bubble)
    assert [text for text, _ in dialogue.asked] == [asked]


async def test_a_button_that_is_not_known_asks_again(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    bubble = await opens_session(phone)
    for data in ("nonsense", "", "/affirm", "1" * 64, "é✓\u200f"):
        await phone.taps_raw(data, message_id=bubble.message_id)
    await phone.wait_for(HEARD)
    await quiet(gateway)
    assert {text for text, _ in dialogue.asked[2:]} == {"/repeat"}
    await _nothing_was_set_aside(gateway)


async def test_a_button_tapped_twice_is_answered_twice_but_counts_once(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await phone.says("/start")
    hello = await phone.wait_for(HELLO)
    assert hello is not None
    data = hello.buttons[0][0].data
    for _ in range(2):
        await phone.taps_raw(data, message_id=hello.message_id)
    await until(lambda: len(dialogue.asked) == 3)
    assert [text for text, _ in dialogue.asked] == ["/greet", "/affirm", "/repeat"]


async def test_a_group_is_left_at_once(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, dialogue: ScriptedDialogue
) -> None:
    group = await sandbox.group("family", [phone])
    await until(_left(sandbox, group.chat_id))
    assert await sandbox.calls(method="sendMessage", chat_id=group.chat_id) == []
    assert dialogue.asked == []
    await _nothing_was_set_aside(gateway)


def _left(sandbox: SandboxControl, chat_id: int) -> object:
    async def left() -> bool:
        return bool(await sandbox.calls(method="leaveChat", chat_id=chat_id))

    return left


async def test_who_blocked_and_comes_back_starts_as_a_newcomer(
    gateway: Gateway, phone: Phone
) -> None:
    await opens_session(phone)
    await phone.blocks()
    await quiet(gateway)
    await phone.unblocks()
    await phone.says("hello")
    await phone.wait_for(HELLO)


LONG = "word " * 819 + "x"
TRICKS = {
    "4,096 characters": LONG,
    "right-to-left override": "\u202eecap ni em evael\u202c",
    "zero width": "h\u200be\u200cl\u200dp\ufeff m\u2060e",
    "unbalanced isolates": "\u2069\u2069 x \u2066\u2067",
    "nothing visible": "\u200b\u2060",
    "combining": "e" + "\u0301" * 500,
    "emoji": "👩‍👧‍👦" * 300,
    "null": "a\x00b",
    "markup": "<b>*_`[x](http://x.y)",
}


@pytest.mark.parametrize("text", TRICKS.values(), ids=TRICKS)
async def test_any_text_is_taken_in_and_answered(gateway: Gateway, phone: Phone, text: str) -> None:
    await opens_session(phone)
    await says_and_settles(phone, text)
    assert phone.texts[0].startswith(HEARD)
    await _nothing_was_set_aside(gateway)


async def test_a_response_that_nobody_wrote_leads_to_the_script(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await opens_session(phone)
    dialogue.answers["odd"] = (["utter_of_another_release"], [])
    await phone.says("odd")
    await phone.wait_for("I can only do a few things just now.")
