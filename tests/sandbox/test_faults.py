"""Faults on request, the flood limits and the clock."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from sandbox.client import Phone, SandboxControl, SandboxRefused
from tests.sandbox.conftest import Inbox


async def test_a_flood_fault_carries_retry_after_and_strikes_as_often_as_asked(
    bot: Bot, sandbox: SandboxControl, phone: Phone
) -> None:
    await sandbox.fault("sendMessage", "flood", retry_after=7, count=2)
    for _ in range(2):
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(phone.chat_id, "hello")
        assert caught.value.retry_after == timedelta(seconds=7)
    assert await bot.send_message(phone.chat_id, "hello")
    assert (await sandbox.faults())[0]["struck"] == 2


@pytest.mark.parametrize(
    ("kind", "error"),
    [("server_error", NetworkError), ("garbage", NetworkError), ("drop", NetworkError)],
)
async def test_a_failed_call_has_no_effect(
    bot: Bot, sandbox: SandboxControl, phone: Phone, kind: str, error: type[TelegramError]
) -> None:
    await sandbox.fault("sendMessage", kind)
    with pytest.raises(error):
        await bot.send_message(phone.chat_id, "hello")
    await phone.refresh()
    assert phone.bubble is None
    call = (await sandbox.calls("sendMessage"))[-1]
    assert (call.fault, call.effect) == (kind, False)
    assert await bot.send_message(phone.chat_id, "hello"), "the next call works again"


async def test_a_connection_dropped_after_the_effect_leaves_the_message_there(
    bot: Bot, sandbox: SandboxControl, phone: Phone
) -> None:
    await sandbox.fault("sendMessage", "drop_after")
    with pytest.raises(NetworkError):
        await bot.send_message(phone.chat_id, "hello")
    await phone.refresh()
    assert phone.texts == ("/start", "hello")


@pytest.mark.parametrize(("kind", "there"), [("hang", False), ("hang_after", True)])
async def test_a_call_that_hangs_times_out(
    bot: Bot, sandbox: SandboxControl, phone: Phone, kind: str, there: bool
) -> None:
    await sandbox.fault("sendMessage", kind, seconds=5)
    with pytest.raises(TimedOut):
        await bot.send_message(phone.chat_id, "hello", read_timeout=0.3)
    await phone.refresh()
    assert (phone.bubble is not None) is there


async def test_an_error_with_own_words_for_one_chat_only(
    bot: Bot, sandbox: SandboxControl, phone: Phone
) -> None:
    other = await sandbox.phone("Grace")
    await other.says("/start")
    await sandbox.fault("*", "error", description="Bad Request: no", chat_id=phone.chat_id)
    assert await bot.send_message(other.chat_id, "hello")
    with pytest.raises(BadRequest, match="(?i)no"):
        await bot.send_message(phone.chat_id, "hello")


async def test_an_unknown_fault_is_refused(sandbox: SandboxControl) -> None:
    with pytest.raises(SandboxRefused, match="kind must be"):
        await sandbox.fault("sendMessage", "sabotage")


async def test_updates_can_come_twice_and_out_of_order(
    inbox: Inbox, sandbox: SandboxControl, phone: Phone
) -> None:
    await phone.says_many(["one", "two"])
    await sandbox.fault("getUpdates", "duplicate")
    twice = [update.message.text for update in await inbox.fetch() if update.message]
    await phone.says_many(["three", "four"])
    await sandbox.fault("getUpdates", "shuffle")
    turned = [update.message.text for update in await inbox.fetch() if update.message]
    assert twice == ["one", "one", "two", "two"]
    assert turned == ["four", "three"]


async def test_confirmed_updates_can_be_replayed_with_the_same_ids(
    inbox: Inbox, sandbox: SandboxControl, phone: Phone
) -> None:
    await phone.says("one")
    first = await inbox.newest()
    await inbox.fetch(timeout=0)
    assert await sandbox.replay(1) == 1
    again = await inbox.bot.get_updates(offset=inbox.offset)
    assert [update.update_id for update in again] == [first.update_id]


async def test_any_json_can_be_put_among_the_updates(inbox: Inbox, sandbox: SandboxControl) -> None:
    given = await sandbox.inject({"unheard_of": {"a": 1}})
    update = await inbox.newest()
    assert update.update_id == given
    assert update.message is None


async def test_text_that_is_not_json_spoils_one_answer(
    inbox: Inbox, sandbox: SandboxControl, phone: Phone
) -> None:
    await sandbox.inject_raw('{"update_id": 1, "message": ')
    await phone.says("hello")
    with pytest.raises(TelegramError, match="Invalid server response"):
        await inbox.fetch()
    assert [update.message.text for update in await inbox.fetch() if update.message] == ["hello"]


async def test_the_flood_limit_per_chat_is_about_one_a_second(
    bot: Bot, sandbox: SandboxControl, phone: Phone
) -> None:
    await sandbox.limits(per_chat=1, overall=30)
    for number in range(3):
        await bot.send_message(phone.chat_id, str(number))
    with pytest.raises(RetryAfter):
        await bot.send_message(phone.chat_id, "one too many")
    await sandbox.advance(seconds=1)
    assert await bot.send_message(phone.chat_id, "later")


async def test_deleting_is_not_held_up_by_the_flood_limit_for_sending(
    bot: Bot, sandbox: SandboxControl, phone: Phone
) -> None:
    await sandbox.limits(per_chat=1, overall=30)
    ids = [(await bot.send_message(phone.chat_id, str(n))).message_id for n in range(3)]
    with pytest.raises(RetryAfter):
        await bot.send_message(phone.chat_id, "one too many")
    for message_id in ids:
        assert await bot.delete_message(phone.chat_id, message_id)


async def test_two_hundred_phones_can_write_at_once(inbox: Inbox, sandbox: SandboxControl) -> None:
    phones = [await sandbox.phone(f"Phone {number}") for number in range(200)]
    begun = time.monotonic()
    await asyncio.gather(*(phone.says("/start") for phone in phones))
    seen: set[int] = set()
    while batch := await inbox.fetch(timeout=0):
        seen |= {update.effective_chat.id for update in batch if update.effective_chat}
    assert seen >= {phone.chat_id for phone in phones}
    assert time.monotonic() - begun < 10
