"""The lock screen: what somebody else who holds the phone can read."""

from __future__ import annotations

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.client import Phone


@pytest.fixture
async def locked(phone: Phone) -> Phone:
    """The phone, with its chat closed."""
    await phone.closes_chat()
    return phone


def tray(phone: Phone) -> list[str]:
    return [one.text for one in phone.notifications]


def seen(phone: Phone) -> list[tuple[str, str]]:
    return [(one.event, one.text) for one in phone.seen]


async def test_a_message_in_the_open_chat_makes_no_notification(bot: Bot, phone: Phone) -> None:
    await bot.send_message(phone.chat_id, "hello")
    await phone.refresh()
    assert tray(phone) == []
    assert seen(phone) == []
    assert phone.messages[-1].read


async def test_a_message_while_the_chat_is_closed_stands_on_the_lock_screen(
    bot: Bot, locked: Phone
) -> None:
    await bot.send_message(locked.chat_id, "hello")
    await locked.refresh()
    assert tray(locked) == ["hello"]
    assert locked.notifications[0].title == "Undertone"
    assert not locked.messages[-1].read


async def test_a_silent_message_is_only_silent(bot: Bot, locked: Phone) -> None:
    await bot.send_message(locked.chat_id, "hello", disable_notification=True)
    await locked.refresh()
    assert [(one.text, one.silent) for one in locked.notifications] == [("hello", True)]


async def test_editing_an_unread_message_rewrites_its_notification(bot: Bot, locked: Phone) -> None:
    sent = await bot.send_message(locked.chat_id, "one")
    await sent.edit_text("two")
    await locked.refresh()
    assert tray(locked) == ["two"]
    assert seen(locked) == [("shown", "one"), ("rewritten", "two")]


async def test_editing_a_message_that_was_read_shows_nothing(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(phone.chat_id, "one")
    await phone.closes_chat()
    await sent.edit_text("two")
    await phone.refresh()
    assert tray(phone) == []
    assert seen(phone) == []


async def test_editing_after_the_notification_was_swiped_away_does_not_bring_it_back(
    bot: Bot, locked: Phone
) -> None:
    sent = await bot.send_message(locked.chat_id, "one")
    await locked.dismisses_notifications()
    await sent.edit_text("two")
    await locked.refresh()
    assert tray(locked) == []
    assert not locked.messages[-1].read


async def test_deleting_takes_the_notification_but_not_what_was_seen(
    bot: Bot, locked: Phone
) -> None:
    sent = await bot.send_message(locked.chat_id, "one")
    await sent.delete()
    await locked.refresh()
    assert tray(locked) == []
    assert seen(locked) == [("shown", "one"), ("removed", "one")]


async def test_opening_the_chat_reads_everything_and_clears_the_lock_screen(
    bot: Bot, locked: Phone
) -> None:
    await bot.send_message(locked.chat_id, "one")
    await bot.send_message(locked.chat_id, "two")
    await locked.opens_chat()
    assert tray(locked) == []
    assert all(message.read for message in locked.messages)


async def test_a_change_of_buttons_alone_leaves_the_notification_as_it_is(
    bot: Bot, locked: Phone
) -> None:
    button = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="x")]])
    sent = await bot.send_message(locked.chat_id, "one")
    await sent.edit_reply_markup(button)
    await locked.refresh()
    assert seen(locked) == [("shown", "one")]
