"""What only tests and benchmarks do: faults, clock, limits, injected updates, the call log."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.client_side import Refused
from sandbox.control.requests import number_in_query, read_body, route, world_of


async def health(_: Request) -> Response:
    """The sandbox answers."""
    return JSONResponse({"status": "ok"})


async def calls(request: Request) -> Response:
    """What the bot called."""
    world = world_of(request)
    chat_id = int(number_in_query(request, "chat_id")) or None
    found = world.calls.find(
        since=int(number_in_query(request, "since")),
        method=request.query_params.get("method", ""),
        chat_id=chat_id,
    )
    return JSONResponse({"calls": found, "next": world.calls.last})


async def updates(request: Request) -> Response:
    """How many updates wait and how many were confirmed."""
    queue = world_of(request).updates
    return JSONResponse({"pending": queue.pending, "confirmed": queue.confirmed_total})


async def inject(request: Request) -> Response:
    """Queue any JSON (``update``) or any text (``raw``) as an update."""
    queue, body = world_of(request).updates, await read_body(request)
    if "raw" in body.values:
        queue.push_raw(body.text("raw"), once=body.flag("once", True))
        return JSONResponse({})
    update = body.values.get("update")
    if not isinstance(update, dict):
        raise Refused("give update (an object) or raw (a text)")
    if "update_id" in update:
        queue.push_given(update)
        return JSONResponse({"update_id": update["update_id"]})
    return JSONResponse({"update_id": queue.push_any(update)})


async def replay(request: Request) -> Response:
    """Deliver the last confirmed updates once more."""
    body = await read_body(request)
    again = world_of(request).updates.replay(body.needed_number("count"))
    return JSONResponse({"replayed": again})


async def faults(request: Request) -> Response:
    """The faults that are set."""
    return JSONResponse({"faults": world_of(request).faults.as_json()})


async def add_fault(request: Request) -> Response:
    """Set a fault."""
    body = await read_body(request)
    world_of(request).faults.add(body.values)
    return await faults(request)


async def clear_faults(request: Request) -> Response:
    """Take all faults away."""
    world_of(request).faults.clear()
    return await faults(request)


async def clock(request: Request) -> Response:
    """What time it is for Telegram."""
    return JSONResponse({"now": world_of(request).clock.now()})


async def advance(request: Request) -> Response:
    """Move Telegram's clock forward."""
    world, body = world_of(request), await read_body(request)
    world.clock.advance(body.rate("advance") or 0)
    return await clock(request)


async def limits(request: Request) -> Response:
    """Set the flood limits; ``null`` switches one off."""
    world, body = world_of(request), await read_body(request)
    world.limits.switch(per_chat=body.rate("per_chat"), overall=body.rate("overall"))
    return JSONResponse(world.limits.as_json())


async def bot(request: Request) -> Response:
    """What the bot has set about itself."""
    account = world_of(request).bot
    commands = [
        {"scope": scope, "language_code": language, "commands": entries}
        for (scope, language), entries in account.commands.items()
    ]
    return JSONResponse(
        {
            **account.as_json(),
            "names": account.names,
            "descriptions": account.descriptions,
            "short_descriptions": account.short_descriptions,
            "commands": commands,
            "menu_button": account.menu_button,
        }
    )


async def reset(request: Request) -> Response:
    """Forget everything but the counters, so that no id comes back."""
    world_of(request).reset()
    return JSONResponse({})


ROUTES = [
    route("GET", "/sandbox/health", health),
    route("GET", "/sandbox/calls", calls),
    route("GET", "/sandbox/updates", updates),
    route("POST", "/sandbox/updates", inject),
    route("POST", "/sandbox/updates/replay", replay),
    route("GET", "/sandbox/faults", faults),
    route("POST", "/sandbox/faults", add_fault),
    route("DELETE", "/sandbox/faults", clear_faults),
    route("GET", "/sandbox/clock", clock),
    route("POST", "/sandbox/clock", advance),
    route("POST", "/sandbox/limits", limits),
    route("GET", "/sandbox/bot", bot),
    route("POST", "/sandbox/reset", reset),
]
