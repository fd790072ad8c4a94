"""What arrived at the Bot API server, and when: the sandbox's call log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bench.talkers import PLACEHOLDER, Exchange
from bench.wire import Connection

REPLIES = frozenset({"sendmessage", "editmessagetext"})
WIPES = frozenset({"deletemessages"})
"""The first call of a wipe; tidying up deletes single messages."""

CallRow = dict[str, Any]


async def calls_of(connection: Connection, chat: int) -> list[CallRow]:
    """Every call about one chat, oldest first."""
    answer = await connection.request("GET", f"/sandbox/calls?chat_id={chat}")
    return list(answer["calls"])


async def all_calls(connection: Connection) -> dict[int, list[CallRow]]:
    """Every call that is still in the log, by chat."""
    answer = await connection.request("GET", "/sandbox/calls")
    found: dict[int, list[CallRow]] = {}
    for row in answer["calls"]:
        if row["chat_id"]:
            found.setdefault(row["chat_id"], []).append(row)
    return found


def first(calls: Sequence[CallRow], methods: frozenset[str], since: float) -> float | None:
    """When the first call of these methods arrived; placeholders do not count."""
    for row in calls:
        told = row["method"].lower() in methods and row["params"].get("text") != PLACEHOLDER
        if told and row["arrived"] >= since:
            return float(row["arrived"])
    return None


def reply_times(exchanges: Sequence[Exchange], calls: Sequence[CallRow]) -> list[float]:
    """Seconds from each message to the arrival of the call that carries its reply."""
    arrivals = [(exchange, first(calls, REPLIES, exchange.sent)) for exchange in exchanges]
    return [arrived - exchange.sent for exchange, arrived in arrivals if arrived is not None]
