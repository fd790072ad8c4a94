"""The real console on a free port with a real Valkey, and a gateway's end of the streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import redis

from tests.console.material import Sealer
from undertone.environment import ROOT
from undertone.streams.messages import TO_BOT, TO_CONSOLE, StreamMessage, from_wire

STARTS_WITHIN = 30.0


@dataclass
class Site:
    """A running console and what stands around it."""

    home: Path
    address: str
    environment: dict[str, str]
    streams: redis.Redis
    sealer: Sealer

    def manage(self, *arguments: str) -> str:
        """Run one of the console's commands; its output."""
        done = subprocess.run(
            [sys.executable, "-m", "console.manage", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def publish(self, message: StreamMessage) -> None:
        """Say something as the gateway would."""
        self.streams.xadd(TO_CONSOLE, message.to_wire())

    def heard(self, kind: type[StreamMessage], within: float = 10) -> StreamMessage:
        """The next message of ``kind`` that the gateway gets; others before it are dropped."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            for entry_id, wire in self.streams.xrange(TO_BOT):
                self.streams.xdel(TO_BOT, entry_id)
                message = from_wire(wire)
                if isinstance(message, kind):
                    return message
            time.sleep(0.05)
        raise TimeoutError(f"no {kind.kind} came")

    def sign(self, email: str) -> None:
        """What ``undertone officers pin`` does once the fingerprints were compared."""
        key: dict[str, Any] = json.loads(self.manage("officers_public_key", email))
        self.sealer.sign(key["recipient_id"], key["label"], key["public_key"])

    def stored_bytes(self) -> bytes:
        """All that the console keeps on disk in its database."""
        return b"".join(file.read_bytes() for file in self.home.glob("console.sqlite3*"))


@contextmanager
def running_site(home: Path, port: int, redis_url: str) -> Iterator[Site]:
    """The console with its own home, stopped again at the end."""
    address = f"http://localhost:{port}"
    environment = os.environ | {
        "UNDERTONE_HOME": str(home),
        "CONSOLE_PORT": str(port),
        "CONSOLE_URL": address,
        "REDIS_URL": redis_url,
    }
    streams = redis.Redis.from_url(redis_url, decode_responses=True, protocol=2)
    site = Site(home, address, environment, streams, Sealer(home))
    site.manage("prepare")
    command = [sys.executable, "-m", "console"]
    log = (home / "console.log").open("wb")
    with log, subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log) as server:
        try:
            _until_healthy(f"http://127.0.0.1:{port}/health/")
            yield site
        finally:
            server.terminate()
            streams.close()


def _until_healthy(address: str) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        try:
            if httpx.get(address, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError("the console did not start")
