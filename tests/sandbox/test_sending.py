"""sendMessage: what arrives on the phone, and what Telegram refuses."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest, Forbidden, InvalidToken

from sandbox.client import Phone, SandboxControl
from tests.sandbox.conftest import make_bot
from tests.servers import SandboxServer


def keyboard(*labels: str, data: str = "x") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(one, callback_data=data)] for one in labels])


async def test_a_message_arrives_with_its_buttons_and_marks(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(
        phone.chat_id,
        "مرحبا\nhello",
        reply_markup=keyboard("نعم", "لا"),
        protect_content=True,
        disable_notification=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    bubble = await phone.wait_for("hello")
    assert bubble
    assert bubble.message_id == sent.message_id
    assert bubble.labels == ("نعم", "لا")
    assert (bubble.protected, bubble.silent, bubble.previews) == (True, True, False)
    assert sent.has_protected_content is True
    assert sent.from_user
    assert sent.from_user.is_bot


async def test_message_ids_count_up_over_all_private_chats(
    bot: Bot, sandbox: SandboxControl, phone: Phone
) -> None:
    other = await sandbox.phone("Grace")
    started = await other.says("/start")
    first = await bot.send_message(phone.chat_id, "one")
    second = await bot.send_message(other.chat_id, "two")
    assert [first.message_id, second.message_id] == [
        started.message_id + 1,
        started.message_id + 2,
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "message text is empty"),
        (" \n\u202e ", "message text is empty"),
        ("x" * 4097, "message is too long"),
    ],
    ids=["empty", "only invisible", "too long"],
)
async def test_a_text_that_telegram_refuses(bot: Bot, phone: Phone, text: str, words: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.send_message(phone.chat_id, text)


async def test_the_longest_text_goes_through(bot: Bot, phone: Phone) -> None:
    assert len((await bot.send_message(phone.chat_id, "ب" * 4096)).text or "") == 4096


async def test_direction_overrides_are_taken_out_and_isolates_stay(bot: Bot, phone: Phone) -> None:
    sent = await bot.send_message(phone.chat_id, "a\u202eb\u2066c\u2069\u200cd")
    assert sent.text == "ab\u2066c\u2069\u200cd"


async def test_callback_data_over_64_bytes_is_refused(bot: Bot, phone: Phone) -> None:
    await bot.send_message(phone.chat_id, "fits", reply_markup=keyboard("a", data="é" * 32))
    with pytest.raises(BadRequest, match="(?i)button_data_invalid"):
        await bot.send_message(phone.chat_id, "no", reply_markup=keyboard("a", data="é" * 33))


async def test_marked_up_text_is_refused_rather_than_shown_raw(bot: Bot, phone: Phone) -> None:
    with pytest.raises(BadRequest, match="parse_mode"):
        await bot.send_message(phone.chat_id, "<b>x</b>", parse_mode="HTML")


async def test_an_unknown_chat_is_not_found(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="(?i)chat not found"):
        await bot.send_message(12345, "hello")


async def test_a_bot_cannot_write_first(bot: Bot, sandbox: SandboxControl) -> None:
    stranger = await sandbox.phone("Grace")
    with pytest.raises(Forbidden, match="initiate conversation"):
        await bot.send_message(stranger.chat_id, "hello")


@pytest.mark.parametrize("token", ["100001:other", "100002:sandbox"])
async def test_another_token_is_unauthorised(server: SandboxServer, token: str) -> None:
    bot = make_bot(server, token)
    with pytest.raises(InvalidToken, match="rejected by the server"):
        await bot.initialize()
    await bot.request.shutdown()


async def test_a_reply_keyboard_outlives_its_message_until_it_is_removed(
    bot: Bot, phone: Phone
) -> None:
    sent = await bot.send_message(phone.chat_id, "a", reply_markup=ReplyKeyboardMarkup([["Yes"]]))
    await sent.delete()
    await phone.refresh()
    assert phone.reply_keyboard == (("Yes",),)
    await bot.send_message(phone.chat_id, "b", reply_markup=ReplyKeyboardRemove())
    await phone.refresh()
    assert not phone.reply_keyboard


async def test_calls_are_logged_with_time_chat_and_text(
    bot: Bot, sandbox: SandboxControl, phone: Phone
) -> None:
    await bot.send_message(phone.chat_id, "hello")
    call = (await sandbox.calls("sendMessage", chat_id=phone.chat_id))[-1]
    assert (call.method, call.text, call.ok, call.effect) == ("sendMessage", "hello", True, True)
    assert call.answered
    assert call.answered >= call.arrived
