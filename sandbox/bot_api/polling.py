"""getUpdates: the long poll."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from sandbox.bot_api.answers import ApiError, bad_request, update_list
from sandbox.bot_api.parameters import Parameters
from sandbox.faults import Fault
from sandbox.updates import Terminated
from sandbox.world import World

MOST_UPDATES = 100
LONGEST_WAIT = 50
CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


async def get_updates(
    world: World, given: Parameters, receive: Receive, fault: Fault | None
) -> bytes:
    """Wait for updates and answer with them, or end early where the connection goes.

    Raises ``ApiError`` (409) where another poll takes over.
    """
    _set_allowed(world, given)
    gone = asyncio.Event()
    watcher = asyncio.create_task(_watch(world, receive, gone))
    try:
        bodies = await world.updates.poll(
            offset=given.number("offset"),
            limit=min(max(given.number("limit", MOST_UPDATES), 1), MOST_UPDATES),
            timeout=min(max(given.number("timeout"), 0), LONGEST_WAIT),
            gone=gone,
        )
    except Terminated:
        raise ApiError(409, CONFLICT) from None
    finally:
        watcher.cancel()
    return update_list(_disturbed(bodies, fault))


def _set_allowed(world: World, given: Parameters) -> None:
    kinds = given.parsed("allowed_updates")
    if kinds is None:
        return
    if not isinstance(kinds, list):
        raise bad_request("allowed_updates must be an Array of String")
    world.updates.allow(str(kind) for kind in kinds)


async def _watch(world: World, receive: Receive, gone: asyncio.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    gone.set()
    world.updates.wake()


def _disturbed(bodies: list[str], fault: Fault | None) -> list[str]:
    if fault is None:
        return bodies
    if fault.kind == "duplicate":
        return [body for body in bodies for _ in range(2)]
    return bodies[::-1] if fault.kind == "shuffle" else bodies
