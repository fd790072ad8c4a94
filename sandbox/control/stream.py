"""Server-sent events: what phones show, as it changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sandbox.control.requests import phone_of, route, world_of
from sandbox.messages import Json
from sandbox.phones import Phone
from sandbox.updates import encode
from sandbox.world import World

KEEP_ALIVE_SECONDS = 20.0
GATHER_SECONDS = 0.03
"""Changes that come this close together go out as one view."""


async def one_phone(request: Request) -> Response:
    """The views of one phone."""
    return _stream(_views_of(world_of(request), phone_of(request)))


async def all_phones(request: Request) -> Response:
    """The views of all phones over one connection: a browser has only six per host."""
    return _stream(_views_of_all(world_of(request)))


def _stream(events: AsyncIterator[str]) -> Response:
    headers = {"cache-control": "no-store"}
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


def _event(name: str, data: Json) -> str:
    return f"event: {name}\ndata: {encode(data)}\n\n"


async def _views_of(world: World, phone: Phone) -> AsyncIterator[str]:
    sent = 0
    while not world.closing.is_set() and phone.phone_id in world.phones:
        if phone.version > sent:
            sent = phone.version
            yield _event("view", world.view(phone))
            await asyncio.sleep(GATHER_SECONDS)
            continue
        await phone.wait_beyond(sent, KEEP_ALIVE_SECONDS)
        if phone.version == sent:
            yield ": still here\n\n"


async def _views_of_all(world: World) -> AsyncIterator[str]:
    sent: dict[int, int] = {}
    while not world.closing.is_set():
        change = world.phones_change
        if gone := [phone_id for phone_id in sent if phone_id not in world.phones]:
            sent = {key: value for key, value in sent.items() if key not in gone}
            yield _event("gone", {"ids": gone})
        for phone in list(world.phones.values()):
            if phone.version > sent.get(phone.phone_id, 0):
                sent[phone.phone_id] = phone.version
                yield _event("view", world.view(phone))
        if not await _happens(change):
            yield ": still here\n\n"
        await asyncio.sleep(GATHER_SECONDS)


async def _happens(change: asyncio.Event) -> bool:
    try:
        async with asyncio.timeout(KEEP_ALIVE_SECONDS):
            await change.wait()
    except TimeoutError:
        return False
    return True


ROUTES = [
    route("GET", "/sandbox/phones/{phone_id:int}/events", one_phone),
    route("GET", "/sandbox/events", all_phones),
]
