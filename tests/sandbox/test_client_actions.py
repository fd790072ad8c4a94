"""What a client does reaches the bot as Telegram would tell it."""

from __future__ import annotations

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MaybeInaccessibleMessage
from telegram.error import BadRequest, Forbidden

from sandbox.client import Phone, SandboxControl, SandboxRefused
from tests.sandbox.conftest import Inbox

BUTTONS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Yes", callback_data="y"),
            InlineKeyboardButton("No", callback_data="n"),
        ]
    ]
)


async def test_a_text_comes_with_its_sender_and_language(inbox: Inbox, phone: Phone) -> None:
    await phone.says("مرحبا")
    message = (await inbox.newest()).message
    assert message
    assert message.text == "مرحبا"
    assert message.from_user
    assert (message.from_user.first_name, message.from_user.language_code) == ("Amal", "ar")
    assert message.chat.type == "private"


async def test_a_command_is_marked_as_one(inbox: Inbox, phone: Phone) -> None:
    await phone.says("/start aB3_-x")
    message = (await inbox.newest()).message
    assert message
    assert [(e.type, e.offset, e.length) for e in message.entities] == [("bot_command", 0, 6)]


async def test_a_very_long_text_is_cut_as_the_apps_do(inbox: Inbox, phone: Phone) -> None:
    await phone.says("x" * 5000)
    texts = [update.message.text or "" for update in await inbox.fetch() if update.message]
    assert [len(text) for text in texts] == [4096, 904]


async def test_an_edit_of_the_client_is_told(inbox: Inbox, phone: Phone) -> None:
    message = await phone.says("one")
    await inbox.fetch()
    await phone.edits(message, "two")
    edited = (await inbox.newest()).edited_message
    assert edited
    assert (edited.message_id, edited.text) == (message.message_id, "two")


async def test_a_deletion_by_the_client_is_not_told(inbox: Inbox, phone: Phone) -> None:
    await phone.deletes(phone.messages[0])
    assert await inbox.fetch(timeout=0) == []


async def test_a_tap_brings_the_buttons_data_and_can_be_answered_once(
    inbox: Inbox, phone: Phone
) -> None:
    await inbox.bot.send_message(phone.chat_id, "Now?", reply_markup=BUTTONS)
    await phone.taps("No")
    query = (await inbox.newest()).callback_query
    assert query
    assert query.data == "n"
    assert query.message
    await query.answer("Thank you")
    await phone.refresh()
    assert phone.alert == "Thank you"
    with pytest.raises(BadRequest, match="(?i)query is too old"):
        await query.answer()


async def test_a_tap_can_be_answered_too_late(
    inbox: Inbox, sandbox: SandboxControl, phone: Phone
) -> None:
    await inbox.bot.send_message(phone.chat_id, "Now?", reply_markup=BUTTONS)
    await phone.taps(index=0)
    query = (await inbox.newest()).callback_query
    await sandbox.advance(minutes=10)
    assert query
    with pytest.raises(BadRequest, match="(?i)query is too old"):
        await query.answer()


async def test_a_tap_on_a_message_that_is_gone_still_arrives(inbox: Inbox, phone: Phone) -> None:
    sent = await inbox.bot.send_message(phone.chat_id, "Now?", reply_markup=BUTTONS)
    await sent.delete()
    await phone.taps_raw("anything", message_id=sent.message_id)
    query = (await inbox.newest()).callback_query
    assert query
    assert isinstance(query.message, MaybeInaccessibleMessage)
    assert not query.message.is_accessible


async def test_a_button_that_is_not_there_cannot_be_tapped(phone: Phone) -> None:
    with pytest.raises(SandboxRefused, match="no such button"):
        await phone.taps("Yes")


@pytest.mark.parametrize(
    "kind",
    ["voice", "photo", "document", "sticker", "contact", "location", "video", "audio"],
)
async def test_a_client_can_send_more_than_text(inbox: Inbox, phone: Phone, kind: str) -> None:
    await phone.sends(kind, caption="note")
    message = (await inbox.newest()).message
    assert message
    assert getattr(message, kind)
    assert message.caption == (None if kind in ("sticker", "contact", "location") else "note")


async def test_a_voice_note_can_be_fetched(inbox: Inbox, phone: Phone) -> None:
    await phone.sends("voice")
    message = (await inbox.newest()).message
    assert message
    assert message.voice
    content = await (await message.voice.get_file()).download_as_bytearray()
    assert content.startswith(b"OggS")
    assert len(content) == message.voice.file_size


async def test_a_huge_file_cannot_be_fetched(inbox: Inbox, phone: Phone) -> None:
    await phone.sends("document", file_size=2_000_000_000)
    message = (await inbox.newest()).message
    assert message
    assert message.document
    assert message.document.file_size == 2_000_000_000
    with pytest.raises(BadRequest, match="(?i)file is too big"):
        await message.document.get_file()


async def test_the_bot_can_send_files(bot: Bot, phone: Phone) -> None:
    await bot.send_voice(phone.chat_id, b"OggS...", caption="listen")
    sent = await bot.send_document(phone.chat_id, b"text", filename="a.txt")
    await phone.refresh()
    assert [message.kind for message in phone.messages] == ["text", "voice", "document"]
    assert sent.document
    assert await (await sent.document.get_file()).download_as_bytearray() == b"text"


async def test_a_blocked_bot_is_told_and_gets_403(inbox: Inbox, phone: Phone) -> None:
    await phone.blocks()
    change = (await inbox.newest()).my_chat_member
    assert change
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    with pytest.raises(Forbidden, match="blocked by the user"):
        await inbox.bot.send_message(phone.chat_id, "hello")
    with pytest.raises(SandboxRefused, match="blocked"):
        await phone.says("hello")
    await phone.unblocks()
    assert (await inbox.newest()).my_chat_member
    assert await inbox.bot.send_message(phone.chat_id, "hello")


async def test_a_group_adds_the_bot_which_can_leave(
    inbox: Inbox, sandbox: SandboxControl, phone: Phone
) -> None:
    group = await sandbox.group("Friends", [phone])
    added, joined = await inbox.fetch()
    assert added.my_chat_member
    assert added.my_chat_member.new_chat_member.status == "member"
    assert joined.message
    assert joined.message.chat.type == "group"
    await group.says(phone, "chatter among friends")
    await group.says(phone, "/start")
    texts = [update.message.text for update in await inbox.fetch() if update.message]
    assert texts == ["/start"], "privacy mode: a bot in a group sees commands only"
    await inbox.bot.leave_chat(group.chat_id)
    with pytest.raises(Forbidden, match="not a member"):
        await inbox.bot.send_message(group.chat_id, "hello")
    await group.says(phone, "/start")
    assert await inbox.fetch(timeout=0) == []
