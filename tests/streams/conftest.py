"""A Valkey of our own, and consumers on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis

from tests.servers import ValkeyServer, running
from undertone.streams import bus


@pytest.fixture(scope="module")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyServer]:
    """One server for a file; a test may kill and restart it."""
    server = ValkeyServer(tmp_path_factory.mktemp("streams"))
    with running(server):
        yield server


@pytest.fixture
async def redis(valkey: ValkeyServer) -> AsyncIterator[Redis]:
    """A client over an empty server."""
    client = Redis.from_url(valkey.url, decode_responses=True, protocol=2)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus, "PAUSE", 0.01)
