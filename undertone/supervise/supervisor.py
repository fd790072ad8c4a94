"""Starts the stages one after the other, keeps every process alive, and stops in reverse."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from undertone.supervise.child import Child, Service
from undertone.supervise.output import Output

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
CALM_SECONDS = 60.0
"""A process that ran this long starts again with the shortest pause."""
POLL_SECONDS = 0.1

Stage = Sequence[Service]


class StartFailed(Exception):
    """A process did not come up; the text names it and what happened."""


@dataclass
class Pauses:
    """How long to wait before each new start: doubling, and short again after a calm time."""

    clock: Callable[[], float] = time.monotonic
    _next: float = FIRST_PAUSE
    _started: float = 0.0

    def starting(self) -> None:
        """Note that the process starts now."""
        self._started = self.clock()

    def after_the_end(self) -> float:
        """Seconds to wait now that it has ended."""
        if self.clock() - self._started >= CALM_SECONDS:
            self._next = FIRST_PAUSE
        pause, self._next = self._next, min(self._next * 2, LONGEST_PAUSE)
        return pause


class Keeper:
    """Holds one service up: a process that ends is started again until we stop."""

    def __init__(self, service: Service, output: Output) -> None:
        self.service = service
        self._output = output
        self._child: Child | None = None
        self._task: asyncio.Task[None] | None = None
        self._pauses = Pauses()
        self._stopping = asyncio.Event()

    async def start(self) -> None:
        """Start it and wait until it answers; raises ``StartFailed``. Then keep it up."""
        began = time.monotonic()
        self._child = await self._launch()
        await self._until_ready(self._child, began + self.service.ready_seconds)
        self._output.line(self.service.name, f"ready after {time.monotonic() - began:.1f} s")
        self._task = asyncio.create_task(self._keep(self._child))

    async def stop(self) -> None:
        """End it for good; a restart that is under way is finished first and then ended."""
        self._stopping.set()
        if self._child is not None:
            await self._child.stop()
        if self._task is not None:
            await self._task

    def kill(self) -> None:
        """End it at once."""
        if self._child is not None:
            self._child.kill()

    async def _launch(self) -> Child:
        self._pauses.starting()
        try:
            return await Child.start(self.service, self._output)
        except OSError as error:
            raise StartFailed(f"{self.service.name}: cannot start: {error}") from None

    async def _until_ready(self, child: Child, deadline: float) -> None:
        name, patience = self.service.name, self.service.ready_seconds
        answers = False
        while not answers:
            answers = await self.service.ready()
            if child.ended:  # then, if anything answers, it is another program
                status = await child.wait()
                raise StartFailed(f"{name} ended with status {status}; its lines are above")
            if not answers and time.monotonic() > deadline:
                raise StartFailed(f"{name} gave no answer within {patience:.0f} s")
            await asyncio.sleep(0 if answers else POLL_SECONDS)

    async def _keep(self, child: Child) -> None:
        while True:
            status = await child.wait()
            if self._stopping.is_set():
                return
            child.kill()  # whatever it left behind would hold its port
            await self._pause(status)
            if self._stopping.is_set():
                return
            with contextlib.suppress(StartFailed):
                self._child = child = await self._launch()
            if self._stopping.is_set():
                await child.stop()

    async def _pause(self, status: int) -> None:
        pause = self._pauses.after_the_end()
        self._output.line(
            self.service.name, f"ended with status {status}, starts again in {pause:g} s"
        )
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), pause)


class Supervisor:
    """All services of this machine in their stages."""

    def __init__(self, stages: Sequence[Stage], output: Output) -> None:
        self._stages = [[Keeper(service, output) for service in stage] for stage in stages]
        self._started: list[list[Keeper]] = []

    async def start(self) -> None:
        """Start stage after stage, each when the one before answers; raises ``StartFailed``."""
        for stage in self._stages:
            self._started.append(stage)
            try:
                async with asyncio.TaskGroup() as group:
                    for keeper in stage:
                        group.create_task(keeper.start())
            except ExceptionGroup as failures:  # plain: Python 3.11.2 wraps what except* raises
                raise failures.exceptions[0] from None

    async def stop(self) -> None:
        """Stop stage after stage, the last first: nobody loses what it still needs."""
        for stage in reversed(self._started):
            await asyncio.gather(*(keeper.stop() for keeper in stage))
        self._started.clear()

    def kill(self) -> None:
        """End everything at once."""
        for stage in self._started:
            for keeper in stage:
                keeper.kill()
