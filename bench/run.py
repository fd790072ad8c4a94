"""One run: every part in its order, each alone or in turns with stock Rasa."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from collections.abc import Awaitable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import kernels, leaving, stock, talking, turn_steps, understanding
from bench.ours import STAND_IN, Undertone
from bench.plan import Plan
from bench.starting import Starts
from bench.stock import Stock

PRODUCTION_LIMITS = {"SEND_PER_SECOND": "25", "SEND_PER_CHAT": "20"}
"""The gateway's defaults, which keep inside Telegram's limits."""
MANY = 100
LONG_PAUSE = 5.0
"""Mean seconds between reply and next message where very many chats talk: quick for a person,
and together about as much as two cores carry. Few chats talk without a pause."""

Results = dict[str, Any]


def _pause(chats: int) -> float:
    """Mean seconds between a reply and the next message."""
    return LONG_PAUSE if chats >= MANY else 0.0


class Run:
    """Collects the results; a part that fails is reported and does not take the others along."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.results: Results = {}

    @property
    def failed(self) -> bool:
        """Whether a part failed."""
        return any("failed" in part for part in self.results.values())

    async def everything(self) -> Results:
        """All parts."""
        began = time.monotonic()
        _say("stock Rasa's project (trained once, then kept)")
        stock.prepare()
        self.results["machine"] = machine(self._plan)
        await self._processes()
        await self._part("kernels", self._kernels())
        await self._part("understanding", understanding.measure(self._plan.stock_epochs))
        self.results["machine"]["load_at_the_end"] = os.getloadavg()[0]
        self.results["machine"]["seconds"] = round(time.monotonic() - began)
        return self.results

    async def _processes(self) -> None:
        starts = Starts()
        _say("starts")
        for _ in range(self._plan.starts - 1):
            await starts.ours()
            async with Stock() as server:
                await starts.of_stock(server)
        await starts.ours()
        async with Stock() as server:
            await starts.of_stock(server)
            self.results["start"] = starts.result()
            async with Undertone() as ours:
                await self._in_turns(ours, server)
                await server.stop()
                await self._alone(ours)

    async def _in_turns(self, ours: Undertone, server: Stock) -> None:
        conversations = self._plan.conversations
        await self._part("reply_time", talking.reply_time(ours, server, conversations))
        await self._part("throughput", talking.throughput(ours, server, self._plan))
        supervisor = self.results["start"]["supervisor_mb"]
        self.results["memory"] = memory(ours.memory() | {"supervisor": supervisor}, server)

    async def _alone(self, ours: Undertone) -> None:
        plan = self._plan
        for chats in plan.busy_chats:
            name = f"exit_{chats}_chats"
            await self._part(name, leaving.measure(ours, chats, plan.exit_seconds, _pause(chats)))
        for chats in plan.busy_chats:
            # as many exits a second, however many chats there are
            spread, rounds = (chats / 20, plan.flood_rounds) if chats < MANY else (chats / 10, 1)
            flood = leaving.measure_flood(ours, chats, rounds, spread)
            await self._part(f"exit_in_a_flood_{chats}_chats", flood)
        for chats in plan.busy_chats:
            await self._part(f"exit_without_rasa_{chats}_chats", self._without_rasa(ours, chats))
        await self._part("turn", turn_steps.measure(ours, plan.traced_conversations))
        await self._part("production_limits", self._with_production_limits(ours))

    async def _without_rasa(self, ours: Undertone, chats: int) -> Results:
        await ours.kill("rasa")
        try:
            return await leaving.measure(ours, chats, self._plan.exit_seconds, _pause(chats))
        finally:
            await ours.start("rasa")

    async def _with_production_limits(self, ours: Undertone) -> Results:
        await ours.end("bot")
        await ours.start("bot", PRODUCTION_LIMITS)
        rate, _ = await talking.our_round(ours, self._plan)
        return {**PRODUCTION_LIMITS, "chats": self._plan.chats, "per_second": round(rate, 1)}

    async def _kernels(self) -> Results:
        with tempfile.TemporaryDirectory(prefix="undertone-bench-") as home:
            return kernels.measure(self._plan.kernel_seconds, Path(home))

    async def _part(self, name: str, work: Awaitable[Results]) -> None:
        _say(name.replace("_", " "))
        try:
            self.results[name] = await work
        except Exception as error:
            self.results[name] = {"failed": f"{type(error).__name__}: {error}"}
            _say(f"  failed: {error}")


def machine(plan: Plan) -> Results:
    """Where and how it was measured."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "python": platform.python_version(),
        "load_at_the_start": os.getloadavg()[0],
        "plan": asdict(plan),
    }


def memory(ours: Mapping[str, float], server: Stock) -> Results:
    """MB after the load of the parts before."""
    each = {name: round(value, 1) for name, value in ours.items()}
    return {
        "processes_mb": each,
        "ours_mb": round(sum(value for name, value in each.items() if name != STAND_IN), 1),
        "ours_with_sandbox_mb": round(sum(each.values()), 1),
        "stock_mb": round(server.memory(), 1),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())


def _say(text: str) -> None:
    sys.stderr.write(f"bench: {text}\n")
