"""The sandbox as a server of its own, and python-telegram-bot talking to it over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import pytest
from telegram import Bot, Update
from telegram.request import HTTPXRequest

from sandbox.client import Phone, SandboxControl
from tests.servers import SandboxServer, running

TOKEN = "100001:sandbox"  # noqa: S105


@pytest.fixture(scope="session")
def server() -> Iterator[SandboxServer]:
    """One sandbox for all tests of this folder."""
    sandbox = SandboxServer()
    with running(sandbox):
        yield sandbox


@pytest.fixture
async def sandbox(server: SandboxServer) -> AsyncIterator[SandboxControl]:
    """The sandbox, empty again."""
    async with SandboxControl(server.url) as control:
        await control.reset()
        yield control


@pytest.fixture(autouse=True)
def _timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    # The library's coming default; without it every look at retry_after is a warning.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


def make_bot(server: SandboxServer, token: str = TOKEN) -> Bot:
    """A bot of the real library that talks to the sandbox."""
    return Bot(
        token,
        base_url=f"{server.url}/bot",
        base_file_url=f"{server.url}/file/bot",
        request=HTTPXRequest(connection_pool_size=20, read_timeout=2),
        get_updates_request=HTTPXRequest(connection_pool_size=4, read_timeout=2),
    )


@pytest.fixture
async def bot(server: SandboxServer, sandbox: SandboxControl) -> AsyncIterator[Bot]:
    """A started bot."""
    async with make_bot(server) as started:
        yield started


@pytest.fixture
async def phone(sandbox: SandboxControl) -> Phone:
    """A phone whose owner has started the bot; the chat is open on its screen."""
    phone = await sandbox.phone("Amal", language="ar")
    await phone.says("/start")
    return phone


@dataclass
class Inbox:
    """Fetches updates and confirms them as a careful bot would."""

    bot: Bot
    offset: int = 0
    taken: list[Update] = field(default_factory=list)

    async def fetch(self, timeout: int = 1) -> list[Update]:
        """What is new; confirms what came before."""
        updates = list(await self.bot.get_updates(offset=self.offset, timeout=timeout))
        if updates:
            self.offset = max(update.update_id for update in updates) + 1
        self.taken += updates
        return updates

    async def newest(self) -> Update:
        """The last of what is new."""
        return (await self.fetch())[-1]


@pytest.fixture
async def inbox(bot: Bot, phone: Phone) -> Inbox:
    """The bot's inbox after it has taken the client's /start."""
    inbox = Inbox(bot)
    await inbox.fetch()
    return inbox
