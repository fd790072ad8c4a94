"""Is a port free, and does something answer on it."""

from __future__ import annotations

import asyncio
import socket
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"
ANSWER_SECONDS = 2.0


class PortInUse(Exception):
    """A port that we need is taken; the text names the variable that moves us elsewhere."""

    def __init__(self, name: str, port: int) -> None:
        super().__init__(
            f"{name}: port {port} is in use by another program. "
            f"Stop it (`make stop` if it is ours) or choose another, for example {name}={port + 1}"
        )
        self.name = name
        self.port = port


def must_be_free(ports: dict[str, int]) -> None:
    """Raise ``PortInUse`` for the first port (by variable name) that cannot be bound."""
    for name, port in ports.items():
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                raise PortInUse(name, port) from None


async def http_answers(url: str) -> bool:
    """Whether a GET of ``url`` is answered with a status below 400."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await _status(url) < 400
    except (OSError, TimeoutError, ValueError):
        return False


async def _status(url: str) -> int:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
    try:
        lines = (f"GET {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close")
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"))
        first = await reader.readline()
        return int(first.split()[1]) if first.startswith(b"HTTP/") else 999
    finally:
        writer.close()


async def valkey_answers(port: int, password: str) -> bool:
    """Whether the server on loopback takes the password and answers PING (not while it loads)."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            reader, writer = await asyncio.open_connection(LOOPBACK, port)
            try:
                writer.write(f"AUTH {password}\r\nPING\r\n".encode("ascii"))
                return [await reader.readline() for _ in range(2)] == [b"+OK\r\n", b"+PONG\r\n"]
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
