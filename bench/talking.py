"""Reply times of one chat, and messages a second of many: both sides in turns."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any

from bench.conversation import EXIT, TALK
from bench.figures import median, milliseconds
from bench.ours import STAND_IN, Undertone
from bench.plan import Plan
from bench.sandbox_log import calls_of, reply_times
from bench.stock import Stock
from bench.talkers import Exchange, OurTalker, StockTalker
from bench.wire import Connection

AFTER = 0.02
"""Seconds between reply and next message, so that the gateway's tidying up is not in the way."""


async def reply_time(ours: Undertone, stock: Stock, conversations: int) -> dict[str, Any]:
    """One chat at a time. Ours counts to the arrival of the call that carries the reply."""
    our_times: list[float] = []
    our_seen: list[float] = []
    stock_times: list[float] = []
    await our_conversation(ours, [])
    await _stock_conversation(stock)
    for _ in range(conversations):
        our_times += await our_conversation(ours, our_seen)
        stock_times += await _stock_conversation(stock)
    return {
        "ours": milliseconds(our_times),
        "ours_seen_on_the_phone": milliseconds(our_seen),
        "stock": milliseconds(stock_times),
    }


async def our_conversation(ours: Undertone, seen: list[float]) -> list[float]:
    """The reply times of one conversation; the client's own view of them goes into ``seen``."""
    async with OurTalker(ours.sandbox_port) as talker:
        await talker.begins()
        exchanges = []
        for step in TALK:
            exchanges.append(await talker.exchange(step))
            await asyncio.sleep(AFTER)
        await talker.exchange(EXIT)
        await talker.ends()
    seen += [exchange.seen - exchange.sent for exchange in exchanges]
    async with Connection(ours.sandbox_port) as connection:
        return reply_times(exchanges, await calls_of(connection, talker.chat))


async def _stock_conversation(stock: Stock) -> list[float]:
    async with StockTalker(stock.port) as talker:
        exchanges = []
        await talker.begins()
        for step in TALK:
            exchanges.append(await talker.exchange(step))
            await asyncio.sleep(AFTER)
    return [exchange.seen - exchange.sent for exchange in exchanges]


async def throughput(ours: Undertone, stock: Stock, plan: Plan) -> dict[str, Any]:
    """Many chats, each waiting for its reply before its next message; medians over rounds."""
    our_rates, stock_rates, our_cpu, stock_cpu = [], [], [], []
    for _ in range(plan.rounds):
        rate, cpu = await our_round(ours, plan)
        our_rates.append(rate)
        our_cpu.append(cpu)
        before = stock.cpu()
        rate, count = await _round(lambda: StockTalker(stock.port), plan)
        stock_rates.append(rate)
        stock_cpu.append((stock.cpu() - before) * 1000 / count)
    return {
        "chats": plan.chats,
        "ours_per_second": round(median(our_rates), 1),
        "stock_per_second": round(median(stock_rates), 1),
        "rounds": {"ours": _rounded(our_rates), "stock": _rounded(stock_rates)},
        "cpu_ms_per_message": {
            **{name: round(median(cpu[name] for cpu in our_cpu), 1) for name in our_cpu[0]},
            "stock": round(median(stock_cpu), 1),
        },
    }


async def our_round(ours: Undertone, plan: Plan) -> tuple[float, dict[str, float]]:
    """Messages a second, and what each process spent on one, in ms."""
    before, own = ours.cpu(), time.process_time()
    rate, count = await _round(lambda: OurTalker(ours.sandbox_port), plan)
    spent = {name: (after - before[name]) * 1000 / count for name, after in ours.cpu().items()}
    spent["clients"] = (time.process_time() - own) * 1000 / count
    spent["all but sandbox and clients"] = sum(
        each for name, each in spent.items() if name not in (STAND_IN, "clients")
    )
    return rate, spent


async def _round(make: Callable[[], OurTalker | StockTalker], plan: Plan) -> tuple[float, int]:
    """Replies a second once warm, and all replies of the round."""
    done: list[Exchange] = []
    end = time.time() + plan.warm_seconds + plan.round_seconds
    await asyncio.gather(*(_talk_until(make(), end, done) for _ in range(plan.chats)))
    counted = [each for each in done if end - plan.round_seconds <= each.seen < end]
    return len(counted) / plan.round_seconds, len(done)


async def _talk_until(talker: OurTalker | StockTalker, end: float, done: list[Exchange]) -> None:
    await asyncio.sleep(random.random())
    async with talker:
        while time.time() < end:
            await talker.begins()
            for step in (*TALK, EXIT):
                done.append(await talker.exchange(step))
                if time.time() >= end:
                    return
            await talker.ends()


def _rounded(values: list[float]) -> list[float]:
    return [round(value, 1) for value in values]
