"""Wires the Bot API, the control interface and the phone page into one application."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.bot_api.endpoint import FILE_PREFIX, METHOD_PREFIX, BotApi, Receive, Scope, Send
from sandbox.control import phones, stream, testing
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
OWN_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
PAGE_HEADERS = {
    b"content-security-policy": (
        b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        b"img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cache-control": b"no-store",
}


class Sandbox:
    """The whole application; other web sites in the same browser cannot use it."""

    def __init__(self, world: World) -> None:
        self._bot_api = BotApi(world)
        self._rest = _rest(world)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not _from_here(scope):
            refusal = Response("This is only for this machine.", status_code=403)
            await refusal(scope, receive, send)
        elif scope["path"].startswith((METHOD_PREFIX, FILE_PREFIX)):
            await self._bot_api(scope, receive, send)
        else:
            await self._rest(scope, receive, _with_headers(send))


def _rest(world: World) -> Starlette:
    rest = Starlette(
        routes=[
            Route("/", _index),
            *phones.ROUTES,
            *stream.ROUTES,
            *testing.ROUTES,
            Mount("/page", StaticFiles(directory=PAGE)),
        ]
    )
    rest.state.world = world
    return rest


async def _index(_: Request) -> Response:
    return FileResponse(PAGE / "index.html")


def _from_here(scope: Scope) -> bool:
    # A page of another site can neither rebind its name to us nor post across origins.
    for name, value in scope["headers"]:
        if name == b"host" and _host(f"//{value.decode('latin-1')}") not in OWN_HOSTS:
            return False
        if name == b"origin" and _host(value.decode("latin-1")) not in OWN_HOSTS:
            return False
    return True


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _with_headers(send: Send) -> Send:
    async def sending(event: Scope) -> None:
        if event["type"] == "http.response.start":
            kept = [pair for pair in event["headers"] if pair[0].lower() not in PAGE_HEADERS]
            event["headers"] = [*kept, *PAGE_HEADERS.items()]
        await send(event)

    return sending
