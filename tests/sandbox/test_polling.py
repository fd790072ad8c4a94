"""getUpdates: nothing is lost, nothing comes twice, one poller at a time."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest
from telegram import Bot
from telegram.error import Conflict

from sandbox.client import Phone, SandboxControl
from tests.sandbox.conftest import TOKEN, Inbox, make_bot
from tests.servers import SandboxServer


async def test_an_update_comes_again_until_a_greater_offset_confirms_it(
    bot: Bot, phone: Phone
) -> None:
    first = await bot.get_updates()
    again = await bot.get_updates(offset=first[0].update_id)
    after = await bot.get_updates(offset=first[0].update_id + 1)
    assert [update.update_id for update in again] == [update.update_id for update in first]
    assert after == ()


async def test_updates_keep_the_order_in_which_the_client_wrote(inbox: Inbox, phone: Phone) -> None:
    await phone.says_many([f"line {number}" for number in range(250)])
    texts: list[str] = []
    while batch := await inbox.fetch(timeout=0):
        assert len(batch) <= 100
        texts += [update.message.text or "" for update in batch if update.message]
    assert texts == [f"line {number}" for number in range(250)]


async def test_a_long_poll_answers_as_soon_as_the_client_writes(inbox: Inbox, phone: Phone) -> None:
    waiting = asyncio.create_task(inbox.fetch(timeout=10))
    await asyncio.sleep(0.2)
    said = time.monotonic()
    await phone.says("hello")
    updates = await waiting
    assert updates[0].message
    assert updates[0].message.text == "hello"
    assert time.monotonic() - said < 1


async def test_a_long_poll_without_updates_ends_after_its_timeout(inbox: Inbox) -> None:
    begun = time.monotonic()
    assert await inbox.fetch(timeout=1) == []
    assert 0.9 < time.monotonic() - begun < 2


async def test_a_second_poller_ends_the_waiting_one_with_a_conflict(
    server: SandboxServer, inbox: Inbox, phone: Phone
) -> None:
    waiting = asyncio.create_task(inbox.fetch(timeout=10))
    await asyncio.sleep(0.2)
    async with make_bot(server) as other:
        second = asyncio.create_task(other.get_updates(offset=inbox.offset, timeout=5))
        with pytest.raises(Conflict):
            await waiting
        await phone.says("hello")
        assert len(await second) == 1


async def test_a_poller_that_died_leaves_no_conflict_and_takes_no_update(
    server: SandboxServer, inbox: Inbox, phone: Phone
) -> None:
    with pytest.raises(httpx.ReadTimeout):
        async with httpx.AsyncClient(timeout=0.3) as dying:
            await dying.post(
                f"{server.url}/bot{TOKEN}/getUpdates",
                data={"timeout": "10", "offset": str(inbox.offset)},
            )
    await phone.says("hello")
    assert [update.message.text for update in await inbox.fetch() if update.message] == ["hello"]


async def test_updates_that_nobody_fetched_are_gone_after_a_day(
    bot: Bot, sandbox: SandboxControl, phone: Phone
) -> None:
    await sandbox.advance(hours=23)
    assert len(await bot.get_updates()) == 1
    await sandbox.advance(hours=2)
    assert await bot.get_updates() == ()


async def test_only_the_kinds_that_were_asked_for_arrive(inbox: Inbox, phone: Phone) -> None:
    await inbox.bot.get_updates(offset=inbox.offset, allowed_updates=["callback_query"])
    await phone.says("not wanted")
    assert await inbox.bot.get_updates(offset=inbox.offset) == ()
    await inbox.bot.get_updates(offset=inbox.offset, allowed_updates=["message"])
    await phone.says("wanted")
    assert len(await inbox.bot.get_updates(offset=inbox.offset)) == 1


async def test_a_negative_offset_forgets_all_but_the_last(bot: Bot, phone: Phone) -> None:
    await phone.says_many(["one", "two"])
    last = await bot.get_updates(offset=-1)
    assert [update.message.text for update in last if update.message] == ["two"]
    assert len(await bot.get_updates()) == 1


async def test_ids_do_not_come_back_after_a_reset(
    inbox: Inbox, sandbox: SandboxControl, phone: Phone
) -> None:
    await sandbox.reset()
    other = await sandbox.phone("Grace")
    message = await other.says("/start")
    update = (await inbox.bot.get_updates())[0]
    assert other.chat_id != phone.chat_id
    assert update.update_id >= inbox.offset
    assert message.message_id > phone.messages[-1].message_id


async def test_dropping_pending_updates_empties_the_queue(bot: Bot, phone: Phone) -> None:
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
    assert (await bot.get_webhook_info()).pending_update_count == 0
