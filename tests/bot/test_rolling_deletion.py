"""Thirty days with one outage of 40 hours: no message gets as old as a bot cannot delete it."""

from __future__ import annotations

import random

import pytest

from bot.sweep import DELETABLE_HOURS
from bot.wiring import wire
from sandbox.client import Phone, SandboxControl
from tests.bot.conftest import ScriptedDialogue, Settings, started, wire_with
from tests.bot.moved_clock import MovedClock, moved_clock
from tests.bot.steps import quiet, until

__all__ = ["moved_clock"]
SEED = 11
DAYS = 30
STEP_HOURS = 1
OUTAGE_BEGINS, OUTAGE_HOURS = 13 * 24 + 19, 40
OLDEST_HOURS = 47
WRITES = {True: 0.3, False: 0.02}
"""How likely a client writes within an hour, by day and by night."""
SAYS = ("hello", "hello there", "are you open today?", "/start", "سلام")

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unhurried")]


class Month:
    """Clients and a gateway, hour by hour."""

    def __init__(
        self, sandbox: SandboxControl, clock: MovedClock, phones: list[Phone], seed: int
    ) -> None:
        self._sandbox = sandbox
        self._clock = clock
        self._phones = phones
        self._dice = random.Random(seed)
        self.hour = 0
        self.oldest = 0.0
        self.written = 0

    async def an_hour(self) -> None:
        """Time passes for Telegram and for us, and some write."""
        await self._sandbox.advance(hours=STEP_HOURS)
        self._clock.advance(hours=STEP_HOURS)
        self.hour += STEP_HOURS
        for phone in self._phones:
            if self._dice.random() < WRITES[7 <= self.hour % 24 <= 22]:
                await phone.says(self._dice.choice(SAYS))
                self.written += 1

    async def look(self) -> None:
        """How old the oldest message on any screen is."""
        now = await self._sandbox.now()
        for phone in self._phones:
            await phone.refresh()
            ages = [(now - message.at) / 3600 for message in phone.messages]
            self.oldest = max([self.oldest, *ages])


async def _hours(month: Month, made: object, until_hour: int) -> None:
    gateway = made
    while month.hour < until_hour:
        await month.an_hour()
        await until(lambda: _all_taken_in(month), timeout=10)
        await gateway.sweeper.sweep()  # type: ignore[attr-defined]
        await quiet(gateway)  # type: ignore[arg-type]
        await month.look()


async def _all_taken_in(month: Month) -> bool:
    pending, _ = await month._sandbox.updates()
    return pending == 0


@pytest.mark.parametrize("written_meanwhile", [True, False], ids=["they write on", "nobody writes"])
async def test_no_message_gets_older_than_can_be_deleted(
    settings: Settings,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
    *,
    written_meanwhile: bool,
) -> None:
    assert OLDEST_HOURS < DELETABLE_HOURS
    phones = [await sandbox.phone(f"phone {number}") for number in range(3)]
    month = Month(sandbox, moved_clock, phones, SEED)
    before = wire_with(settings, dialogue)
    await before.rooms.store.redis.flushall()
    # Given half a month, then no gateway for 40 hours while clients go on writing
    async with started(before):
        await _hours(month, before, OUTAGE_BEGINS)
    if not written_meanwhile:
        month._phones = []
    while month.hour < OUTAGE_BEGINS + OUTAGE_HOURS:
        await month.an_hour()
    month._phones = phones
    await month.look()
    # When it is back for the rest of the month
    after = wire_with(settings, dialogue)
    async with started(after):
        await _hours(month, after, DAYS * 24)
    # Then no message was ever older, those included of which we never heard
    assert month.written > 300
    assert month.oldest < OLDEST_HOURS, f"{month.oldest:.1f} h"
    assert month.oldest > OUTAGE_HOURS, "the outage was survived by some until its end"


async def test_what_telegram_dropped_in_an_outage_is_deleted_all_the_same(
    settings: Settings,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
    phone: Phone,
) -> None:
    # Given a chat, and a client who writes once while we are away for 30 hours
    first = wire_with(settings, dialogue)
    await first.rooms.store.redis.flushall()
    async with started(first):
        await phone.says("hello")
        await phone.wait_for(lambda p: len(p.messages) == 2)
        await quiet(first)
    await phone.says("are you there?")
    await sandbox.advance(hours=30)
    moved_clock.advance(hours=30)
    # When we are back, Telegram does not hand that message over
    second = wire_with(settings, dialogue)
    async with started(second):
        other = await sandbox.phone("B")
        await other.says("hello")
        await other.wait_for(lambda p: len(p.messages) == 2)
        await second.sweeper.sweep()
        await quiet(second)
        # Then it goes with the others
        await phone.wait_for(lambda p: p.messages == ())
        assert len(other.messages) == 2
    assert [text for text, _ in dialogue.asked].count("are you there?") == 0


def test_the_default_leaves_room_for_such_an_outage(settings: Settings) -> None:
    assert settings.message_hours + OUTAGE_HOURS < OLDEST_HOURS
    assert wire(settings).rooms.settings.message_hours == settings.message_hours
