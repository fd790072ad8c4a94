"""The real console on a free port with a real Valkey, and a gateway's end of the streams."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import redis

from tests.console.material import Sealer
from undertone.environment import ROOT
from undertone.streams.messages import TO_BOT, TO_CONSOLE, StreamMessage, from_wire
from undertone.supervise.valkey import find_program

STARTS_WITHIN = 30.0


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_valkey(folder: Path) -> Iterator[str]:
    """Address of a real server with its data in ``folder``, stopped again at the end."""
    port = free_port()
    command = [str(find_program()), "--port", str(port), "--bind", "127.0.0.1"]
    command += ["--dir", str(folder), "--appendonly", "yes", "--appendfsync", "always"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            _until(lambda: _listens(port), f"nothing listens on {port}")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()


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

    def demo_officer(self) -> dict[str, str]:
        """E-mail address, password, secret of the app and passphrase of the demo officer."""
        account: dict[str, str] = json.loads(self.manage("demo_officer"))
        passphrase = (self.home / "demo" / "passphrase.txt").read_text(encoding="ascii").strip()
        return account | {"passphrase": passphrase}

    def stored_bytes(self) -> bytes:
        """All that the console keeps on disk in its database."""
        return b"".join(file.read_bytes() for file in self.home.glob("console.sqlite3*"))


@contextmanager
def running_site(home: Path, redis_url: str) -> Iterator[Site]:
    """The console with its own home, stopped again at the end."""
    port = free_port()
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
            health = f"http://127.0.0.1:{port}/health/"
            _until(lambda: _healthy(health), "the console did not start")
            yield site
        finally:
            server.terminate()
            streams.close()


def _healthy(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(happens: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while not happens():
        if time.monotonic() > end:
            raise TimeoutError(otherwise)
        time.sleep(0.1)
