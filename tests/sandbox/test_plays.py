"""Conversations played inside the server: the ground for benchmarks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.client import Phone, SandboxControl, SandboxRefused
from tests.sandbox.conftest import Inbox

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])


@pytest.fixture
async def echo(bot: Bot) -> AsyncIterator[None]:
    """A bot that answers every text with a question and every tap with an edit."""
    inbox = Inbox(bot)

    async def answer() -> None:
        while True:
            for update in await inbox.fetch():
                if update.message:
                    await update.message.reply_text("Now?", reply_markup=YES)
                elif update.callback_query:
                    await update.callback_query.edit_message_text("Thank you.")

    task = asyncio.create_task(answer())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_each_step_follows_the_answer_to_the_one_before(
    echo: None, sandbox: SandboxControl
) -> None:
    phones = [await sandbox.phone(f"Phone {number}") for number in range(5)]
    steps = [{"say": "/start"}, {"tap": "Yes"}, {"say": "more"}, {"tap": "Yes"}]
    for timings in await asyncio.gather(*(phone.plays(steps) for phone in phones)):
        assert len(timings) == 4
        assert all(0 < timing.seconds < 5 for timing in timings)
        assert all(a.answered <= b.asked for a, b in zip(timings, timings[1:], strict=False))
    await phones[0].refresh()
    assert phones[0].texts == ("/start", "Thank you.", "more", "Thank you.")


async def test_a_step_without_an_answer_is_named(phone: Phone) -> None:
    with pytest.raises(SandboxRefused, match="step 1: no answer"):
        await phone.plays([{"say": "hello"}], patience=0.2)
    with pytest.raises(SandboxRefused, match="step 1: no such button"):
        await phone.plays([{"tap": "Yes"}], patience=0.2)


@pytest.mark.parametrize("steps", [[], [{}], [{"shout": "x"}], [{"say": ""}]])
async def test_steps_of_another_form_are_refused(phone: Phone, steps: list[dict[str, str]]) -> None:
    with pytest.raises(SandboxRefused):
        await phone.plays(steps)
