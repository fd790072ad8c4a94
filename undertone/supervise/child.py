"""One process of ours: started with its own environment, stopped with patience, then for good."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import functools
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from undertone.environment import ROOT
from undertone.supervise.output import Output

PR_SET_PDEATHSIG = 1


async def _at_once() -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Service:
    """What to start and how to tell that it works."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)
    """The whole environment: a process gets no variable that it is not given here."""
    ready: Callable[[], Awaitable[bool]] = field(default=_at_once, repr=False)
    ready_seconds: float = 60
    """How long the first start may take before it counts as failed."""
    stop_seconds: float = 8
    """How long it may take to finish what it is doing."""
    standard_input: str = field(default="", repr=False)


class Child:
    """A running process of one service."""

    def __init__(self, service: Service, process: Process, reading: asyncio.Task[None]) -> None:
        self.service = service
        self._process = process
        self._reading = reading

    @classmethod
    async def start(cls, service: Service, output: Output) -> Child:
        """Start the process in its own group, so that Ctrl-C reaches it only through us."""
        process = await asyncio.create_subprocess_exec(
            *service.command,
            stdin=PIPE if service.standard_input else DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            env=dict(service.environment),
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=end_with_the_parent(),
        )
        lines = process.stdout or asyncio.StreamReader()
        reading = asyncio.create_task(output.follow(service.name, lines))
        if process.stdin is not None:
            process.stdin.write(service.standard_input.encode("utf-8"))
            process.stdin.close()
        return cls(service, process, reading)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether it is gone."""
        return self._process.returncode is not None

    async def wait(self) -> int:
        """Its exit status, once it has ended and its last line is shown."""
        status = await self._process.wait()
        with contextlib.suppress(TimeoutError):  # a grandchild may hold the pipe open
            await asyncio.wait_for(self._reading, timeout=1)
        return status

    async def stop(self) -> None:
        """End it: SIGTERM, then SIGKILL for it and all it started."""
        if not self.ended:
            self._signal(signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), self.service.stop_seconds)
        self.kill()
        await self.wait()

    def kill(self) -> None:
        """End it and whatever it left behind at once."""
        self._signal(signal.SIGKILL, group=True)

    def _signal(self, number: signal.Signals, *, group: bool = False) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if group:
                os.killpg(self.pid, number)
            else:
                os.kill(self.pid, number)


@functools.cache
def end_with_the_parent() -> Callable[[], None] | None:
    """What a new process runs on Linux to get SIGTERM should the supervisor be killed outright."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)  # loaded here: between fork and exec only the call itself is safe
    return functools.partial(libc.prctl, PR_SET_PDEATHSIG, signal.SIGTERM.value, 0, 0, 0)
