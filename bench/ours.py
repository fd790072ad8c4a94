"""Our processes, started exactly as ``undertone run`` starts them, each within reach."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import os
import shutil
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Self

from bench.processes import cpu_seconds, free_port, memory_mb
from undertone.environment import ROOT
from undertone.streams.messages import TO_BOT
from undertone.supervise import first_start, services, settings, valkey
from undertone.supervise.child import Child, Service, end_with_the_parent
from undertone.supervise.output import Output
from undertone.supervise.readers import is_read

STAND_IN = "sandbox"
"""Stands in for Telegram's servers: reported apart, and not counted as ours."""
PORTS = ("VALKEY_PORT", "ACTIONS_PORT", "RASA_PORT", "CONSOLE_PORT", "SANDBOX_PORT")
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
WITHOUT_LIMITS = {"SEND_PER_SECOND": "10000", "SEND_PER_CHAT": "10000"}
"""So that our own flood limit, which follows Telegram's, is not what is measured."""
LOG = ROOT / ".cache" / "bench" / "ours.log"


class TooSlow(Exception):
    """A process was not ready in time; what it said is in ``LOG``."""


def variables(home: Path, more: Mapping[str, str]) -> dict[str, str]:
    """An environment with ports of its own, and none of the settings of whoever calls."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    ports = {name: str(free_port()) for name in PORTS}
    return kept | ports | {"UNDERTONE_HOME": str(home), "LOG_LEVEL": "WARNING"} | dict(more)


class Undertone:
    """Everything that ``undertone run`` starts, in a home that goes away afterwards."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="undertone-bench-"))
        self.variables = variables(self.home, WITHOUT_LIMITS)
        self.settings = settings.read(self.variables)
        self._children: dict[str, Child] = {}
        self._services: dict[str, Service] = {}
        LOG.parent.mkdir(parents=True, exist_ok=True)
        self._log = LOG.open("w", encoding="utf-8")

    async def __aenter__(self) -> Self:
        try:
            await self._start_all()
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def redis_url(self) -> str:
        """Our Valkey."""
        return self._valkey.url

    @property
    def sandbox_port(self) -> int:
        """The Bot API server that stands in for Telegram's."""
        return self.settings.sandbox_port

    def names(self) -> list[str]:
        """The processes, in the order of their start."""
        return list(self._children)

    def memory(self) -> dict[str, float]:
        """MB per process."""
        return {name: memory_mb(child.pid) for name, child in self._children.items()}

    def cpu(self) -> dict[str, float]:
        """Processor seconds per process so far."""
        return {name: cpu_seconds(child.pid) for name, child in self._children.items()}

    def service(self, name: str) -> Service:
        """How a process is started."""
        return self._services[name]

    async def start(self, name: str, more: Mapping[str, str] | None = None) -> None:
        """Start a process (again), with more settings if any, and wait until it is ready."""
        service = self._services[name]
        environment = {**service.environment, **(more or {})}
        await self.start_other(dataclasses.replace(service, environment=environment))

    async def start_other(self, service: Service) -> None:
        """Start something else in the place of the process of that name."""
        self._children[service.name] = await Child.start(service, Output(self._log))
        await _until_ready(service)

    async def end(self, name: str) -> None:
        """Stop a process in its own time."""
        await self._children.pop(name).stop()

    async def kill(self, name: str) -> None:
        """``kill -9``."""
        child = self._children.pop(name)
        child.kill()
        await child.wait()

    async def stop(self) -> None:
        """Stop everything, the gateway first, and throw the home away."""
        for name in reversed(self.names()):
            await self.end(name)
        self._log.close()
        shutil.rmtree(self.home, ignore_errors=True)

    async def _start_all(self) -> None:
        first_start.make_folders(self.settings)
        self._valkey = valkey.local(self.home, self.settings.valkey_port)
        console = services.console_environment(self.settings, self.variables, self.redis_url)
        first_start.prepare(self.settings, console, Output(self._log))
        for stage in services.stages(self.settings, self.variables, self._valkey):
            self._services |= {service.name: service for service in stage}
            await asyncio.gather(*(self.start(service.name) for service in stage))


async def _until_ready(service: Service) -> None:
    end = time.monotonic() + service.ready_seconds
    while not await service.ready():
        if time.monotonic() > end:
            raise TooSlow(f"{service.name} is not ready; see {LOG}")
        await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def launched(home: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, float]]:
    """``undertone run`` itself, once the gateway reads: the process and the seconds it took."""
    given = variables(home, {})
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        str(ROOT / ".venv" / "bin" / "undertone"),
        "run",
        cwd=ROOT,
        env=given,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        preexec_fn=end_with_the_parent(),
    )
    try:
        await _until_it_reads(process, home, int(given["VALKEY_PORT"]), began + 120)
        yield process, time.monotonic() - began
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


async def _until_it_reads(
    process: asyncio.subprocess.Process, home: Path, port: int, end: float
) -> None:
    while True:
        url = valkey.local_url(home, port)
        if url and await is_read(url, TO_BOT):
            return
        if process.returncode is not None or time.monotonic() > end:
            raise TooSlow("`undertone run` did not come up; run it by hand to see why")
        await asyncio.sleep(0.05)
