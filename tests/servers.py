"""Real servers for tests: Valkey and the sandbox, each on a free port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from undertone.environment import ROOT
from undertone.supervise.valkey import Valkey, local

START_SECONDS = 20
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")


def free_port() -> int:
    """A TCP port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A process that a test may also kill and start again."""

    def __init__(
        self, command: list[str], environment: dict[str, str], standard_input: str
    ) -> None:
        self._command = command
        self._environment = environment
        self._input = standard_input
        self.process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdin
        process.stdin.write(self._input)
        process.stdin.close()
        return process

    def kill(self) -> None:
        """``kill -9``."""
        self.process.kill()
        self.process.wait()

    def restart(self) -> None:
        """Start it again with the same command."""
        self.process = self._start()


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without settings of Undertone, so that tests never meet a real token."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


class ValkeyServer(Server):
    """A Valkey with our own configuration."""

    def __init__(self, home: Path) -> None:
        self.valkey: Valkey = local(home, free_port())
        super().__init__(list(self.valkey.command), clean_environment(), self.valkey.configuration)
        self.wait()

    @property
    def url(self) -> str:
        """Its address with the password."""
        return self.valkey.url

    def wait(self) -> None:
        """Until it answers."""
        _until(lambda: _listens(self.valkey.port))


class SandboxServer(Server):
    """The local Bot API server."""

    def __init__(self) -> None:
        self.port = free_port()
        super().__init__(
            [sys.executable, "-m", "sandbox"], clean_environment(SANDBOX_PORT=str(self.port)), ""
        )
        _until(lambda: _answers(f"{self.url}/sandbox/health"))

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """End the server afterwards."""
    try:
        yield server
    finally:
        server.kill()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=1, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _until(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + START_SECONDS
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError("a server did not start")
        time.sleep(0.02)
