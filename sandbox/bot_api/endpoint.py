"""Takes a Bot API request, lets faults strike, runs the method and answers.

A plain ASGI application: it is the hot path of benchmarks.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from sandbox.bot_api.answers import ApiError, success, too_many_requests
from sandbox.bot_api.changing import delete_messages
from sandbox.bot_api.methods import METHODS
from sandbox.bot_api.parameters import Parameters, read_parameters
from sandbox.bot_api.polling import get_updates
from sandbox.calls import Call
from sandbox.connections import cut
from sandbox.faults import POLL, Fault
from sandbox.settings import TOKEN_FORM
from sandbox.world import World

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LARGEST_BODY = 50 * 1024 * 1024
METHOD_PREFIX = "/bot"
FILE_PREFIX = "/file/bot"
_FORBIDDEN_IN_LOG = "(file)"


class Dropped(Exception):
    """The connection is cut instead of an answer."""


class Garbage(Exception):
    """A proxy's error page instead of an answer."""


class BotApi:
    """The application behind ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path: str = scope["path"]
        try:
            if path.startswith(FILE_PREFIX):
                body = self._file(path.removeprefix(FILE_PREFIX))
                await _answer(send, 200, body, b"application/octet-stream")
                return
            body = await self._method(path.removeprefix(METHOD_PREFIX), scope, receive)
            await _answer(send, 200, body)
        except ApiError as error:
            await _answer(send, error.code, error.body())
        except Garbage:
            await _answer(send, 502, b"<html><h1>502 Bad Gateway</h1></html>", b"text/html")
        except Dropped:
            await cut(scope)

    def _file(self, rest: str) -> bytes:
        token, _, path = rest.partition("/")
        self._check_token(token)
        for stored in self._world.files.values():
            if stored.path == path:
                return stored.content
        raise ApiError(404, "Not Found")

    async def _method(self, rest: str, scope: Scope, receive: Receive) -> bytes:
        token, _, name = rest.partition("/")
        self._check_token(token)
        method = name.lower()
        if method not in METHODS and method != POLL:
            raise ApiError(404, "Not Found")
        body = await _read_body(receive)
        given = read_parameters(_content_type(scope), scope["query_string"], body)
        if method == POLL:
            fault = self._world.faults.strike(POLL, None)
            return await self._struck(fault, get_updates(self._world, given, receive, fault))
        return await self._logged(name, method, given)

    async def _logged(self, name: str, method: str, given: Parameters) -> bytes:
        world, chat_id = self._world, given.chat_id()
        params = {**given.values, **dict.fromkeys(given.files, _FORBIDDEN_IN_LOG)}
        call = world.calls.begin(name, chat_id, params, world.clock.now())
        fault = world.faults.strike(method, chat_id)
        call.fault = fault.kind if fault else None
        try:
            answer = await self._struck(fault, self._run(method, given, fault, call))
        except ApiError as error:
            call.ok, call.error_code, call.description = False, error.code, error.description
            raise
        finally:
            call.answered = time.time()
        call.ok = True
        return answer

    async def _run(self, method: str, given: Parameters, fault: Fault | None, call: Call) -> bytes:
        call.effect = True
        if fault is not None and fault.kind == "lie":
            return success(delete_messages(self._world, given, fault))
        return success(METHODS[method](self._world, given))

    async def _struck(self, fault: Fault | None, work: Awaitable[bytes]) -> bytes:
        kind = fault.kind if fault else None
        if fault is None or kind in ("lie", "duplicate", "shuffle"):
            return await work
        if kind == "slow":
            await self._pause(fault.seconds)
            return await work
        if kind in ("drop_after", "hang_after"):
            await work
            await self._pause(fault.seconds if kind == "hang_after" else 0)
            raise Dropped
        _discard(work)
        if kind == "hang":
            await self._pause(fault.seconds)
        raise _failure(fault)

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._world.closing.wait()
        except TimeoutError:
            return

    def _check_token(self, token: str) -> None:
        if not TOKEN_FORM.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self._world.token:
            raise ApiError(401, "Unauthorized")


def _failure(fault: Fault) -> Exception:
    if fault.kind == "flood":
        return too_many_requests(fault.retry_after)
    if fault.kind == "server_error":
        return ApiError(500, "Internal Server Error")
    if fault.kind == "error":
        return ApiError(fault.code, fault.description)
    return Garbage() if fault.kind == "garbage" else Dropped()


def _discard(work: Awaitable[bytes]) -> None:
    close = getattr(work, "close", None)
    if close is not None:
        close()


def _content_type(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"content-type":
            return str(value, "latin-1")
    return ""


async def _read_body(receive: Receive) -> bytes:
    event = await receive()
    body: bytes = event.get("body", b"")
    while event.get("more_body"):
        event = await receive()
        body += event.get("body", b"")
        if len(body) > LARGEST_BODY:
            raise ApiError(413, "Request Entity Too Large")
    return body


async def _answer(
    send: Send, status: int, body: bytes, content_type: bytes = b"application/json"
) -> None:
    headers = [(b"content-type", content_type), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
