"""Probing: somebody tries one word after the other in a chat that the client left.

Three within an hour are reported to the case and shut the way back for ten minutes, then for
twice as long each time. The chat goes on answering as it answers a newcomer, also to the
right word, so that nobody learns that there is one.
"""

from __future__ import annotations

from bot import clock
from bot.duress import alert
from bot.state import names
from bot.state.beside import Command
from bot.state.conversation import Mode
from bot.state.store import Loaded
from bot.turn import Rooms, Turn
from bot.updates.incoming import Kind
from undertone.exit_word import is_reply, normalise
from undertone.streams.messages import AlertKind

TRIES = 3
WITHIN_SECONDS = 3600
SHUT_SECONDS = 600
MOST_DOUBLINGS = 7
REMEMBER_SECONDS = 7 * 24 * 3600


def is_guess(turn: Turn) -> bool:
    """Whether this looks like a try at the word: one word that people do not answer with."""
    loaded, text = turn.loaded, turn.incoming.text
    if loaded.stub is None or loaded.shut or turn.incoming.kind is not Kind.TEXT:
        return False
    if loaded.conversation is not None and loaded.conversation.mode is not Mode.COVER:
        return False
    return len(text.split()) == 1 and bool(normalise(text)) and not is_reply(text)


async def count(turn: Turn, rooms: Rooms) -> None:
    """Note a guess; after the last one that is allowed report it and shut the way back."""
    redis, ref, now = rooms.store.redis, turn.loaded.ref, clock.now_ms()
    probes = names.probes(ref)
    earlier = await redis.zcount(probes, now - WITHIN_SECONDS * 1000, "+inf")
    if earlier + 1 < TRIES:
        turn.commands += [
            ["ZADD", probes, str(now), turn.entry_id],
            ["EXPIRE", probes, WITHIN_SECONDS],
        ]
        return
    level = min(int(await redis.get(names.shut_level(ref)) or 0), MOST_DOUBLINGS)
    turn.commands += [
        ["DEL", probes],
        ["SET", names.shut(ref), "1", "EX", SHUT_SECONDS * 2**level],
        ["SET", names.shut_level(ref), level + 1, "EX", REMEMBER_SECONDS],
    ]
    if turn.loaded.stub is not None:
        turn.to_console.append(alert(turn.loaded.stub.case_id, AlertKind.PROBING))


def forgive(loaded: Loaded) -> list[Command]:
    """The commands after which nothing is known of wrong words: the right one was given."""
    ref = loaded.ref
    return [["DEL", names.probes(ref), names.shut_level(ref)]]
