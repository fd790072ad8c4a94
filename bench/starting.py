"""Start times and memory at rest: each side alone on the machine, in turns."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.figures import median
from bench.ours import launched
from bench.processes import measure_used, memory_mb, own_memory_mb
from bench.stock import Stock

SETTLE_SECONDS = 2.0
"""After the start, before memory is read."""


@dataclass
class Starts:
    """Seconds and MB of every start so far."""

    first: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    stock: list[float] = field(default_factory=list)
    our_mb: list[float] = field(default_factory=list)
    supervisor_mb: list[float] = field(default_factory=list)
    stock_mb: list[float] = field(default_factory=list)

    async def ours(self) -> None:
        """A home's first start makes keys, database and demo officer; the second is the rule."""
        home = Path(tempfile.mkdtemp(prefix="undertone-bench-start-"))
        try:
            async with launched(home) as (_, seconds):
                self.first.append(seconds)
            async with launched(home) as (process, seconds):
                self.later.append(seconds)
                await asyncio.sleep(SETTLE_SECONDS)
                self.our_mb.append(memory_mb(process.pid))
                self.supervisor_mb.append(own_memory_mb(process.pid))
        finally:
            shutil.rmtree(home, ignore_errors=True)

    async def of_stock(self, server: Stock) -> None:
        """Take in a stock server that has just started."""
        self.stock.append(server.started_in)
        await asyncio.sleep(SETTLE_SECONDS)
        self.stock_mb.append(server.memory())

    def result(self) -> dict[str, Any]:
        """Medians. Our memory has the supervisor and the sandbox in it."""
        return {
            "ours_first_start_s": round(median(self.first), 1),
            "ours_start_s": round(median(self.later), 1),
            "stock_start_s": round(median(self.stock), 1),
            "memory_measure": measure_used(),
            "ours_at_rest_mb": round(median(self.our_mb), 1),
            "supervisor_mb": round(median(self.supervisor_mb), 1),
            "stock_at_rest_mb": round(median(self.stock_mb), 1),
        }
