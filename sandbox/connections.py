"""Open connections, so that a fault can cut one off in the middle of a call."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import MutableMapping
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

_open: dict[tuple[str, int], asyncio.Transport] = {}
"""By the client's address and port, which an application finds in its scope."""


class CuttableProtocol(H11Protocol):
    """Uvicorn's HTTP/1.1 protocol that remembers its transport."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Called by asyncio."""
        super().connection_made(transport)
        _send_at_once(transport)
        if self.client is not None:
            _open[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio."""
        if self.client is not None:
            _open.pop(self.client, None)
        super().connection_lost(exc)


def _send_at_once(transport: asyncio.Transport) -> None:
    # asyncio only does this for sockets made with the protocol named; ours is handed in, and
    # without it each answer waits 40 ms for the other side's acknowledgement.
    sock = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


async def cut(scope: MutableMapping[str, Any]) -> None:
    """Cut the connection of this request without an answer."""
    transport = _open.get(tuple(scope.get("client") or ()))
    if transport is None:
        return
    transport.abort()
    # The loop reports the loss in its next rounds; only then may the application return.
    for _ in range(3):
        await asyncio.sleep(0)
