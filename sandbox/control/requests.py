"""Reading what a control request gives, with types; refusals become 400 and 404."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.client_side import Refused
from sandbox.faults import BadFault
from sandbox.messages import Json
from sandbox.phones import Phone
from sandbox.world import World


class NoSuchPhone(Exception):
    """The address names a phone that is not there."""


class Body:
    """The JSON object of a request."""

    def __init__(self, values: Json) -> None:
        self.values = values

    def text(self, name: str, default: str | None = None) -> str:
        """A text; raises ``Refused`` where it is missing and has no default, or is none."""
        value = self.values.get(name, default)
        if not isinstance(value, str):
            raise Refused(f"{name} must be a text")
        return value

    def number(self, name: str) -> int | None:
        """A whole number or ``None``; raises ``Refused`` for anything else."""
        value = self.values.get(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise Refused(f"{name} must be a whole number")
        return value

    def needed_number(self, name: str) -> int:
        """A whole number; raises ``Refused`` where it is missing."""
        value = self.number(name)
        if value is None:
            raise Refused(f"{name} is missing")
        return value

    def rate(self, name: str) -> float | None:
        """A number or ``None``; raises ``Refused`` for anything else."""
        value = self.values.get(name)
        if value is not None and (not isinstance(value, int | float) or isinstance(value, bool)):
            raise Refused(f"{name} must be a number")
        return value

    def flag(self, name: str, default: bool) -> bool:
        """Yes or no; raises ``Refused`` for anything else."""
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise Refused(f"{name} must be true or false")
        return value


async def read_body(request: Request) -> Body:
    """The request's JSON object; raises ``Refused`` where it is none."""
    raw = await request.body()
    try:
        values: Any = json.loads(raw or b"{}")
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise Refused("send a JSON object")
    return Body(values)


def world_of(request: Request) -> World:
    """The world this application serves."""
    world: World = request.app.state.world
    return world


def phone_of(request: Request) -> Phone:
    """The phone in the address; raises ``NoSuchPhone``."""
    phone = world_of(request).phones.get(int(request.path_params["phone_id"]))
    if phone is None:
        raise NoSuchPhone
    return phone


def number_in_query(request: Request, name: str, default: float = 0) -> float:
    """A number from the query; raises ``Refused`` where it is none."""
    try:
        return float(request.query_params.get(name, default))
    except ValueError:
        raise Refused(f"{name} must be a number") from None


Handler = Callable[[Request], Awaitable[Response]]


def route(method: str, path: str, handler: Handler) -> Route:
    """A route whose refusals become JSON errors."""

    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except (Refused, BadFault, ValueError) as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        except NoSuchPhone:
            return JSONResponse({"error": "no such phone"}, status_code=404)

    return Route(path, guarded, methods=[method])
