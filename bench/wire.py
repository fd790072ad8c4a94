"""A lean HTTP/1.1 client: the benchmark shares the cores with what it measures.

One connection, one request at a time. It knows answers with ``Content-Length`` only, which
is what both servers send.
"""

from __future__ import annotations

import asyncio
import json
from types import TracebackType
from typing import Any, Self

HOST = "127.0.0.1"
PATIENCE = 60.0


class Refused(Exception):
    """The server answered with an error; the text says which."""


class Connection:
    """A kept-alive connection to a server on loopback."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def request(self, method: str, path: str, body: Any = None) -> Any:
        """One request; the JSON of the answer. Raises ``Refused``, ``OSError``."""
        content = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {len(content)}\r\n"
        head += "Content-Type: application/json\r\n\r\n"
        async with asyncio.timeout(PATIENCE):
            reader, writer = await self._open()
            writer.write(head.encode("ascii") + content)
            return await self._answer(reader, path)

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._reader is None or self._writer is None or self._reader.at_eof():
            self._reader, self._writer = await asyncio.open_connection(
                HOST, self._port, limit=2**22
            )
        return self._reader, self._writer

    async def _answer(self, reader: asyncio.StreamReader, path: str) -> Any:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(head.split(" ", 2)[1])
        length = int(head.split("content-length:", 1)[1].split("\r\n", 1)[0])
        content = await reader.readexactly(length)
        if "connection: close" in head:
            self.close()
        if status >= 400:
            raise Refused(f"{path}: {status} {content[:200]!r}")
        return json.loads(content) if content else None
