"""Stock Rasa: what ``rasa init`` makes, with its default pipeline and the REST channel.

The project and its trained model are kept in ``.cache/bench``, so only a first run trains.
Its stories use no custom action, so it needs no action server.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import time
from typing import Self

from bench.ours import KEPT, TooSlow
from bench.processes import cpu_seconds, free_port, memory_mb
from bench.wire import Connection, Refused
from undertone.environment import ROOT
from undertone.supervise.child import end_with_the_parent

RASA = ROOT / "dialogue" / ".venv" / "bin" / "rasa"
PROJECT = ROOT / ".cache" / "bench" / "stock"
LOG = ROOT / ".cache" / "bench" / "stock.log"
START_SECONDS = 240


class CannotTrain(Exception):
    """``rasa init`` failed; what it said is in ``LOG``."""


def environment() -> dict[str, str]:
    """Nothing of ours, no telemetry."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {"RASA_TELEMETRY_ENABLED": "false"}


def prepare() -> None:
    """Make and train the project where it is missing; takes one to two minutes then."""
    if list((PROJECT / "models").glob("*.tar.gz")):
        return
    draft = PROJECT.with_name("stock.draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.rmtree(PROJECT, ignore_errors=True)
    draft.mkdir(parents=True)
    with LOG.open("w", encoding="utf-8") as log:
        done = subprocess.run(
            [RASA, "init", "--no-prompt", "--init-dir", draft],
            env=environment(),
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
            preexec_fn=end_with_the_parent(),
        )
    if done.returncode != 0 or not list((draft / "models").glob("*.tar.gz")):
        raise CannotTrain(f"rasa init failed; see {LOG}")
    draft.rename(PROJECT)


class Stock:
    """A running stock server."""

    def __init__(self) -> None:
        self.port = free_port()
        self.started_in = 0.0
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        began = time.monotonic()
        with LOG.open("a", encoding="utf-8") as log:
            self._process = await asyncio.create_subprocess_exec(
                str(RASA),
                "run",
                *("-i", "127.0.0.1", "-p", str(self.port)),
                cwd=PROJECT,
                env=environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_the_parent(),
            )
        try:
            await self._until_ready(began + START_SECONDS)
        except BaseException:
            await self.stop()
            raise
        self.started_in = time.monotonic() - began
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def pid(self) -> int:
        """The server's process id."""
        assert self._process is not None
        return self._process.pid

    def memory(self) -> float:
        """MB."""
        return memory_mb(self.pid)

    def cpu(self) -> float:
        """Processor seconds so far."""
        return cpu_seconds(self.pid)

    async def stop(self) -> None:
        """End it; nothing happens where it has ended."""
        assert self._process is not None
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), 8)
                return

    async def _until_ready(self, end: float) -> None:
        """The server listens once its model is loaded."""
        question = {"sender": "ready", "message": "hello"}
        while True:
            with contextlib.suppress(OSError, Refused, EOFError):
                async with Connection(self.port) as connection:
                    if await connection.request("POST", "/webhooks/rest/webhook", question):
                        return
            assert self._process is not None
            if self._process.returncode is not None or time.monotonic() > end:
                raise TooSlow(f"stock Rasa did not start; see {LOG}")
            await asyncio.sleep(0.1)
