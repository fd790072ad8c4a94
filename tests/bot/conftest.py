"""A real gateway against a real Valkey and the real sandbox; only the dialogue can be a fake."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

import bot.wiring
from bot.dialogue import DialogueFailed, Reply, TurnAnswer
from bot.settings import Settings
from bot.stages import rate_limit
from bot.updates import dispatch, fetch
from bot.wiring import Gateway, run, wire
from sandbox.client import Phone, SandboxControl
from tests.bot.child import settings_for
from tests.dialogue.servers import Servers
from tests.servers import SandboxServer, ValkeyServer, running
from undertone.sealing.demo import DemoMaterial, make_demo
from undertone.streams import bus

STOP_SECONDS = 20.0


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    """What takes long to read and never changes is read once for all gateways of a test run:
    the catalogues, and the certificates that no test needs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.wiring, "make_speaker", cache(bot.wiring.make_speaker))
        certificates = httpx._transports.default.create_ssl_context
        patch.setattr(httpx._transports.default, "create_ssl_context", cache(certificates))
        yield


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that write quicker than any person: no limit on updates of one chat."""
    monkeypatch.setattr(rate_limit, "BURST", 100_000)


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyServer]:
    """One Valkey for all tests of this folder."""
    server = ValkeyServer(tmp_path_factory.mktemp("valkey"))
    with running(server):
        yield server


@pytest.fixture(scope="session")
def sandbox_server() -> Iterator[SandboxServer]:
    """One sandbox for all tests of this folder."""
    server = SandboxServer()
    with running(server):
        yield server


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run-time folder with the demo officer and a signed list."""
    folder = tmp_path_factory.mktemp("home")
    make_demo(folder)
    return folder


@pytest.fixture(scope="session")
def demo(home: Path) -> DemoMaterial:
    """The demo officer's material."""
    return make_demo(home)


@pytest.fixture
def own_home(home: Path, tmp_path: Path) -> Path:
    """A run-time folder that the test may spoil or search."""
    return shutil.copytree(home, tmp_path / "home")


@pytest.fixture
async def sandbox(sandbox_server: SandboxServer) -> AsyncIterator[SandboxControl]:
    """The sandbox, empty again."""
    async with SandboxControl(sandbox_server.url) as control:
        await control.reset()
        yield control


@pytest.fixture
async def phone(sandbox: SandboxControl) -> Phone:
    """An English phone with the chat open."""
    return await sandbox.phone("A", language="en")


Answer = tuple[list[str], list[dict[str, Any]]]


class ScriptedDialogue:
    """Records what it is asked and answers from a table: text → (replies, effects).

    What the table does not have is answered with a hello at cover level, and inside a session
    with "Thank you for telling us. We hear you." and the question for the client's own words.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.answers: dict[str, Answer] = {}
        self.at_the_door: dict[str, Answer] = {
            "/affirm": (["utter_ask_alone"], [{"effect": "begin_session"}]),
            "/not_now": (["utter_goodbye_not_now"], []),
        }
        self.pause = 0.0
        self.fails = False

    async def turn(self, text: str, language: str, state: dict[str, Any] | None) -> TurnAnswer:
        """As ``bot.dialogue.Dialogue.turn``."""
        self.asked.append((text, language))
        await asyncio.sleep(self.pause)
        if self.fails:
            raise DialogueFailed("ConnectError")
        replies, effects = self._answer(text, is_open=bool(state and state["open"]))
        opened = bool(state and state["open"]) or {"effect": "begin_session"} in effects
        return TurnAnswer({"open": opened}, tuple(map(Reply, replies)), tuple(effects))

    def _answer(self, text: str, *, is_open: bool) -> Answer:
        if text in self.answers:
            return self.answers[text]
        if is_open:
            return ["utter_piece_kept", "utter_ask_own_words"], []
        return self.at_the_door.get(text, (["utter_ask_good_moment"], []))

    async def close(self) -> None:
        """Nothing to close."""


@pytest.fixture
def settings(valkey: ValkeyServer, sandbox_server: SandboxServer, home: Path) -> Settings:
    """The gateway's settings for these servers."""
    return settings_for(home, valkey.url, sandbox_server.url, log_level="DEBUG")


@pytest.fixture
def dialogue() -> ScriptedDialogue:
    """The dialogue that a test sets up."""
    return ScriptedDialogue()


@contextlib.asynccontextmanager
async def started(gateway: Gateway) -> AsyncIterator[Gateway]:
    """Run the gateway for the time of the block."""
    task = asyncio.create_task(run(gateway))
    try:
        yield gateway
    finally:
        await _must_stop(task)


async def _must_stop(task: asyncio.Task[None]) -> None:
    """Cancel the gateway's task; a gateway that does not stop fails the test with all stacks."""
    task.cancel()
    await asyncio.wait([task], timeout=STOP_SECONDS)
    if not task.done():
        for each in asyncio.all_tasks():
            each.print_stack(file=sys.stderr)
        pytest.fail("the gateway did not stop")
    with contextlib.suppress(asyncio.CancelledError):
        task.result()


class NoProfile:
    """Leaves the bot's name and commands alone: ``test_profile.py`` has tests of those."""

    def check(self) -> None:
        """Nothing to check."""

    async def set(self) -> None:
        """Nothing to set."""


@pytest.fixture
async def talking(
    settings: Settings, rasa: Servers, sandbox: SandboxControl
) -> AsyncIterator[Gateway]:
    """A gateway that talks to the real dialogue, which the test's module starts as ``rasa``."""
    made = wire(dataclasses.replace(settings, rasa_url=rasa.url))
    await made.rooms.store.redis.flushall()
    async with started(made) as running_gateway:
        yield running_gateway


def wire_with(settings: Settings, dialogue: ScriptedDialogue) -> Gateway:
    """A gateway whose dialogue is the test's."""
    gateway = wire(settings)
    gateway.profile = NoProfile()  # type: ignore[assignment]
    rooms = dataclasses.replace(gateway.rooms, dialogue=dialogue)  # type: ignore[arg-type]
    for part in (gateway.officer_side, gateway.sweeper, gateway.dispatcher._pipeline):
        part._rooms = rooms
    gateway.rooms = rooms
    return gateway


@pytest.fixture
async def gateway(
    settings: Settings, dialogue: ScriptedDialogue, valkey: ValkeyServer, sandbox: SandboxControl
) -> AsyncIterator[Gateway]:
    """A running gateway over an empty Valkey."""
    made = wire_with(settings, dialogue)
    await made.rooms.store.redis.flushall()
    async with started(made) as running_gateway:
        yield running_gateway


@pytest.fixture
def own_valkey(tmp_path: Path) -> Iterator[ValkeyServer]:
    """A Valkey that the test may kill and start again."""
    server = ValkeyServer(tmp_path / "own")
    with running(server):
        yield server


@pytest.fixture
async def own_gateway(
    settings: Settings,
    own_valkey: ValkeyServer,
    dialogue: ScriptedDialogue,
    sandbox: SandboxControl,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Gateway]:
    """A running gateway on ``own_valkey`` that does not wait long between tries."""
    for module in (fetch, dispatch, bus):
        monkeypatch.setattr(module, "PAUSE", 0.1)
    made = wire_with(dataclasses.replace(settings, redis_url=own_valkey.url), dialogue)
    async with started(made) as running_gateway:
        yield running_gateway
