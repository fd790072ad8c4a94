"""Exits while others talk: from the client's tap or word to the first deletion, and to the
end of the conversation's key in Redis."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from bench.conversation import EXIT, taps, types
from bench.figures import milliseconds
from bench.ours import Undertone
from bench.sandbox_log import WIPES, all_calls, first
from bench.talkers import NoReply, OurTalker
from bench.wire import Connection, Refused
from bot.state import names
from bot.state.keyring import secret_file
from undertone.environment import ROOT
from undertone.exit_word import default_word
from undertone.logs import keyed_hash

OPENING = (types("hello"), taps("Yes"))
SMALL_TALK = tuple(
    types(text)
    for text in ("thank you", "who are you?", "I live in Leeds", "yes", "my name is Amal")
)
"""Typed, so that the scripted path takes it as well as the dialogue; none of it is an exit."""
EXIT_WORD = types(default_word("en"))
WAYS_OUT = (EXIT, EXIT_WORD)
PAUSE = 0.3
"""Seconds between the last reply and the exit: the turn before has tidied up by then."""
PATIENCE = 3.0
"""Seconds that late deletions are waited for after the last exit."""


@dataclass(frozen=True)
class Left:
    """One exit: which chat, and when the client acted."""

    chat: int
    at: float


class Watch:
    """When the conversation keys of chats were destroyed."""

    def __init__(self, ours: Undertone) -> None:
        self._ref_key = secret_file(ours.settings.keys / "chat_ref.key")
        self._seen: dict[str, list[float]] = {}

    def note(self, line: str) -> None:
        """Take in one line of ``bench.watcher``."""
        at, _, key = line.partition(" ")
        self._seen.setdefault(key.strip(), []).append(float(at))

    def destroyed(self, exit_: Left) -> float | None:
        """When the key of this exit's conversation was destroyed."""
        key = names.conversation_key(keyed_hash(self._ref_key, str(exit_.chat)))
        return next((at for at in self._seen.get(key, []) if at >= exit_.at), None)


@contextlib.asynccontextmanager
async def watching(ours: Undertone) -> AsyncIterator[Watch]:
    """Watch Redis from a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bench.watcher", ours.redis_url, names.conversation_key("*")),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await process.stdout.readline()
    watch = Watch(ours)
    reading = asyncio.create_task(_read(process.stdout, watch))
    try:
        yield watch
    finally:
        process.terminate()
        await process.wait()
        await reading


async def _read(lines: asyncio.StreamReader, watch: Watch) -> None:
    while line := await lines.readline():
        watch.note(line.decode())


async def measure(ours: Undertone, chats: int, seconds: float, pause: float) -> dict[str, Any]:
    """``chats`` talk for ``seconds``, each leaving after some messages and starting anew."""
    await _reset(ours)
    async with watching(ours) as watch:
        exits: list[Left] = []
        end = time.time() + seconds
        talks = [_come_and_go(ours, end, pause, exits) for _ in range(chats)]
        counts = await asyncio.gather(*talks)
        await asyncio.sleep(PATIENCE)
        found = await _found(ours, watch, exits)
    return {"chats": chats, "pause_s": pause, "messages": sum(counts), **found}


async def measure_flood(ours: Undertone, chats: int, rounds: int, spread: float) -> dict[str, Any]:
    """Every chat leaves, within ``spread`` seconds, while Telegram answers 429 to all words."""
    await _reset(ours)
    exits: list[Left] = []
    async with watching(ours) as watch:
        for _ in range(rounds):
            await _leave_in_flood(ours, chats, exits, spread)
            await asyncio.sleep(PATIENCE)
        found = await _found(ours, watch, exits)
    return {"chats": chats, **found}


async def _come_and_go(ours: Undertone, end: float, pause: float, exits: list[Left]) -> int:
    count = 0
    async with OurTalker(ours.sandbox_port) as talker:
        await asyncio.sleep(random.uniform(0, 1 + pause))
        while time.time() < end:
            talk = random.sample(SMALL_TALK, random.randint(1, 4))
            await talker.begins()
            with contextlib.suppress(NoReply, Refused):
                for step in (*OPENING, *talk):
                    await talker.exchange(step)
                    await asyncio.sleep(random.uniform(0, 2 * pause))
                    count += 1
                await _leave(talker, exits)
    return count


async def _leave(talker: OurTalker, exits: list[Left]) -> None:
    """A word counts from its update; a tap, whose update has no time, from before its request."""
    await asyncio.sleep(PAUSE)
    at = time.time()
    try:
        way = random.choice(WAYS_OUT)
        await talker.sends(way)
    except Refused:  # no ✖ where no session is open; the word works all the same
        way = EXIT_WORD
        await talker.sends(way)
    exits.append(Left(talker.chat, at if way.is_tap else talker.said_at()))


async def _leave_in_flood(ours: Undertone, chats: int, exits: list[Left], spread: float) -> None:
    async with contextlib.AsyncExitStack() as stack, Connection(ours.sandbox_port) as control:
        talkers = [
            await stack.enter_async_context(OurTalker(ours.sandbox_port)) for _ in range(chats)
        ]
        await asyncio.gather(*(_open(talker) for talker in talkers))
        for method in ("sendMessage", "editMessageText"):
            fault = {"method": method, "kind": "flood", "retry_after": 2, "count": None}
            await control.request("POST", "/sandbox/faults", fault)
        await asyncio.gather(*(_write_and_leave(talker, exits, spread) for talker in talkers))
        await asyncio.sleep(PATIENCE)
        await control.request("DELETE", "/sandbox/faults")


async def _open(talker: OurTalker) -> None:
    await talker.begins()
    for step in OPENING:
        await talker.exchange(step)


async def _write_and_leave(talker: OurTalker, exits: list[Left], spread: float) -> None:
    """A message whose reply is stuck behind the 429, then the exit."""
    await asyncio.sleep(random.uniform(0, spread))
    await talker.sends(random.choice(SMALL_TALK))
    await _leave(talker, exits)


async def _reset(ours: Undertone) -> None:
    async with Connection(ours.sandbox_port) as connection:
        await connection.request("POST", "/sandbox/reset")


async def _found(ours: Undertone, watch: Watch, exits: list[Left]) -> dict[str, Any]:
    async with Connection(ours.sandbox_port) as connection:
        calls = await all_calls(connection)
    deletions = [first(calls.get(each.chat, []), WIPES, each.at) for each in exits]
    keys = [watch.destroyed(each) for each in exits]
    pairs = list(zip(exits, deletions, keys, strict=True))
    return {
        "exits": len(exits),
        "first_delete": milliseconds([deleted - each.at for each, deleted, _ in pairs if deleted]),
        "key_destroyed": milliseconds([gone - each.at for each, _, gone in pairs if gone]),
        "without_delete": deletions.count(None),
        "without_key": keys.count(None),
    }
