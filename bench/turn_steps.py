"""Where the time of one of our turns goes, from the message to the tidied chat."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.conversation import EXIT, TALK
from bench.figures import median
from bench.ours import Undertone
from bench.talkers import Exchange, OurTalker
from undertone.supervise.child import Service

Span = tuple[str, float, float]
STEPS = (
    "reaches the gateway",
    "stored sealed, on disk, read from the stream",
    "opened, exit word, state loaded",
    "dialogue",
    "rendered, guarded, sealed",
    "committed, on disk",
    "until the reply is sent",
    "reply call",
    "tidied up after the reply",
)
AFTER = 0.1


async def measure(ours: Undertone, conversations: int) -> dict[str, Any]:
    """Median ms per step over all messages of some conversations; the gateway is started anew."""
    trace = ours.home / "trace.jsonl"
    await ours.end("bot")
    await ours.start_other(_traced(ours.service("bot"), trace))
    exchanges: list[Exchange] = []
    for _ in range(conversations + 1):
        exchanges += await _conversation(ours)
    await ours.end("bot")
    await ours.start("bot")
    spans = _read(trace)
    rows = [_steps(each, spans) for each in exchanges[len(TALK) :]]
    complete = [row for row in rows if row is not None]
    return {
        "turns": len(complete),
        "median_ms": {
            name: round(median(row[index] for row in complete) * 1000, 2)
            for index, name in enumerate(STEPS)
        },
    }


def _traced(service: Service, trace: Path) -> Service:
    command = (sys.executable, "-m", "bench.traced_gateway", str(trace))
    return dataclasses.replace(service, command=command)


async def _conversation(ours: Undertone) -> list[Exchange]:
    async with OurTalker(ours.sandbox_port) as talker:
        await talker.begins()
        exchanges = []
        for step in TALK:
            exchanges.append(await talker.exchange(step))
            await asyncio.sleep(AFTER)
        await talker.exchange(EXIT)
        await asyncio.sleep(AFTER)
    return exchanges


def _read(trace: Path) -> list[Span]:
    lines = trace.read_text(encoding="utf-8").splitlines()
    return sorted((tuple(json.loads(line)) for line in lines), key=lambda span: span[1])


def _steps(exchange: Exchange, spans: Sequence[Span]) -> list[float] | None:
    """The length of each of ``STEPS``; None where the trace lacks one."""
    mine = [span for span in spans if exchange.sent <= span[2] and span[1] < exchange.seen + AFTER]
    try:
        marks = [exchange.sent, *_marks(mine)]
    except StopIteration:
        return None
    return [later - earlier for earlier, later in zip(marks, marks[1:], strict=False)]


def _marks(spans: Sequence[Span]) -> list[float]:
    def begin(name: str) -> float:
        return next(span[1] for span in spans if span[0] == name)

    def end(name: str) -> float:
        return next(span[2] for span in spans if span[0] == name)

    reply = next(span for span in reversed(spans) if span[0] in ("send", "edit"))
    return [
        end("updates"),
        begin("dispatch"),
        begin("turn"),
        end("turn"),
        begin("commit"),
        end("commit"),
        reply[1],
        reply[2],
        end("done"),
    ]
