"""Edits and deletions: the rules that a wipe has to live with."""

from __future__ import annotations

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from sandbox.client import Phone, SandboxControl

ONE_BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="x")]])


async def test_an_edit_replaces_the_text_in_place(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(phone.chat_id, "one")
    await sent.edit_text("two")
    await phone.refresh()
    assert phone.texts == ("/start", "two")
    assert phone.bubble
    assert phone.bubble.edited


async def test_an_edit_without_a_markup_takes_the_buttons_away(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(phone.chat_id, "one", reply_markup=ONE_BUTTON)
    await sent.edit_text("two")
    await phone.refresh()
    assert not phone.buttons
    await sent.edit_reply_markup(ONE_BUTTON)
    await phone.refresh()
    assert phone.buttons == ("Yes",)


async def test_an_edit_that_changes_nothing_is_an_error(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(phone.chat_id, "one", reply_markup=ONE_BUTTON)
    with pytest.raises(BadRequest, match="(?i)message is not modified"):
        await sent.edit_text("one", reply_markup=ONE_BUTTON)


async def test_an_edit_of_what_is_gone_or_not_ours_is_an_error(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(phone.chat_id, "one")
    await sent.delete()
    with pytest.raises(BadRequest, match="(?i)message to edit not found"):
        await sent.edit_text("two")
    with pytest.raises(BadRequest, match="(?i)message can't be edited"):
        await bot.edit_message_text("x", phone.chat_id, phone.messages[0].message_id)


async def test_both_sides_messages_can_be_deleted_in_a_private_chat(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(phone.chat_id, "hello")
    assert await bot.delete_message(phone.chat_id, phone.messages[0].message_id)
    assert await sent.delete()
    await phone.refresh()
    assert phone.messages == ()


async def test_deleting_what_is_gone_says_so(bot: Bot, phone: Phone) -> None:
    message = phone.messages[0]
    await phone.deletes(message)
    with pytest.raises(BadRequest, match="(?i)message to delete not found"):
        await bot.delete_message(phone.chat_id, message.message_id)


async def test_a_message_of_two_days_ago_cannot_be_deleted(
    bot: Bot, sandbox: SandboxControl, phone: Phone
) -> None:
    old = await bot.send_message(phone.chat_id, "old")
    await sandbox.advance(hours=47.9)
    young = await bot.send_message(phone.chat_id, "young")
    await sandbox.advance(hours=0.2)
    with pytest.raises(BadRequest, match="(?i)message can't be deleted"):
        await old.delete()
    assert await bot.delete_messages(phone.chat_id, [old.message_id, young.message_id])
    await phone.refresh()
    assert "old" in phone.texts
    assert "young" not in phone.texts


async def test_deleting_many_is_true_even_where_nothing_was_deleted(bot: Bot, phone: Phone) -> None:
    assert await bot.delete_messages(phone.chat_id, [10**8, 10**8 + 1])


@pytest.mark.parametrize("count", [0, 101])
async def test_deleting_many_takes_1_to_100_ids(bot: Bot, phone: Phone, count: int) -> None:
    with pytest.raises(BadRequest):
        await bot.delete_messages(phone.chat_id, list(range(1, count + 1)))


async def test_a_lie_keeps_messages_although_the_answer_is_true(
    bot: Bot, sandbox: SandboxControl, phone: Phone
) -> None:
    ids = [(await bot.send_message(phone.chat_id, str(n))).message_id for n in range(5)]
    await sandbox.fault("deleteMessages", "lie", keep=2)
    assert await bot.delete_messages(phone.chat_id, ids)
    await phone.refresh()
    assert phone.texts == ("/start", "0", "1")
    assert await bot.delete_message(phone.chat_id, ids[0]), "a single deletion tells the truth"


async def test_the_phone_remembers_what_it_ever_showed(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(phone.chat_id, "one")
    await sent.edit_text("two")
    await sent.delete()
    events = [(one.event, one.text) for one in await phone.history() if one.from_bot]
    assert events == [("sent", "one"), ("edited", "two"), ("deleted", "two")]
