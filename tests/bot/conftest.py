"""A real gateway against a real Valkey and the real sandbox; only the dialogue can be a fake."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue import DialogueFailed, Reply, TurnAnswer
from bot.settings import SANDBOX_TOKEN, Settings
from bot.wiring import Gateway, run, wire
from sandbox.client import Phone, SandboxControl
from tests.servers import SandboxServer, ValkeyServer, running
from undertone.sealing.demo import DemoMaterial, make_demo


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
async def sandbox(sandbox_server: SandboxServer) -> AsyncIterator[SandboxControl]:
    """The sandbox, empty again."""
    async with SandboxControl(sandbox_server.url) as control:
        await control.reset()
        yield control


@pytest.fixture
async def phone(sandbox: SandboxControl) -> Phone:
    """An English phone with the chat open."""
    return await sandbox.phone("A", language="en")


class ScriptedDialogue:
    """Records what it is asked and answers from a table: text → (replies, effects)."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.answers: dict[str, tuple[list[str], list[dict[str, Any]]]] = {
            "/affirm": (["utter_ask_alone"], [{"effect": "begin_session"}]),
        }
        self.otherwise: tuple[list[str], list[dict[str, Any]]] = (["utter_hello"], [])
        self.pause = 0.0
        self.fails = False

    async def turn(self, text: str, language: str, state: dict[str, Any] | None) -> TurnAnswer:
        """As ``bot.dialogue.Dialogue.turn``."""
        self.asked.append((text, language))
        await asyncio.sleep(self.pause)
        if self.fails:
            raise DialogueFailed("ConnectError")
        replies, effects = self.answers.get(text, self.otherwise)
        return TurnAnswer(
            {"turns": (state or {}).get("turns", 0) + 1},
            tuple(Reply(name) for name in replies),
            tuple(effects),
        )

    async def close(self) -> None:
        """Nothing to close."""


@pytest.fixture
def settings(valkey: ValkeyServer, sandbox_server: SandboxServer, home: Path) -> Settings:
    """The gateway's settings for these servers."""
    return Settings(
        token=SANDBOX_TOKEN,
        api_base=sandbox_server.url,
        redis_url=valkey.url,
        rasa_url="http://127.0.0.1:9",
        home=home,
        log_level="DEBUG",
        lock_minutes=15,
        reveal_seconds=120,
        rotate_minutes=60,
        send_per_second=1000,
        send_per_chat=1000,
    )


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
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def wire_with(settings: Settings, dialogue: ScriptedDialogue) -> Gateway:
    """A gateway whose dialogue is the test's."""
    gateway = wire(settings)
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
