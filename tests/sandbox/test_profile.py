"""What the bot says about itself shows on the phones."""

from __future__ import annotations

import pytest
from telegram import Bot, BotCommand, MenuButtonCommands
from telegram.error import BadRequest

from sandbox.client import Phone, SandboxControl


async def test_name_descriptions_and_commands_are_kept_per_language(
    bot: Bot, sandbox: SandboxControl, phone: Phone
) -> None:
    await bot.set_my_name("Notes")
    await bot.set_my_name("ملاحظات", language_code="ar")
    await bot.set_my_description("A place for notes")
    await bot.set_my_short_description("Notes")
    await bot.set_my_commands([BotCommand("start", "Begin")])
    await bot.set_my_commands([BotCommand("start", "ابدأ")], language_code="ar")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_my_name("ar")).name == "ملاحظات"
    assert (await bot.get_my_description("fa")).description == "A place for notes"
    assert (await bot.get_my_short_description()).short_description == "Notes"
    assert (await bot.get_my_commands(language_code="ar"))[0].description == "ابدأ"
    kept = await sandbox.bot()
    assert kept["names"] == {"": "Notes", "ar": "ملاحظات"}


async def test_a_notification_carries_the_bots_name_in_the_phones_language(
    bot: Bot, phone: Phone
) -> None:
    await bot.set_my_name("ملاحظات", language_code="ar")
    await phone.closes_chat()
    await bot.send_message(phone.chat_id, "hello")
    await phone.refresh()
    assert phone.notifications[0].title == "ملاحظات"


async def test_texts_over_telegrams_limits_are_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest):
        await bot.set_my_short_description("x" * 121)
    with pytest.raises(BadRequest):
        await bot.set_my_description("x" * 513)


async def test_logging_out_and_closing_do_no_harm(bot: Bot) -> None:
    assert await bot.log_out()
    assert await bot.close()
    assert await bot.get_me()
