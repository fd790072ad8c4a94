"""Real processes on free ports, and a place to read what the supervisor says."""

from __future__ import annotations

import io
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from undertone.supervise.child import Service
from undertone.supervise.output import Output

Until = Callable[[Callable[[], bool]], None]


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Screen(Output):
    """An output whose lines can be read again."""

    def __init__(self) -> None:
        self._text = io.StringIO()
        super().__init__(self._text)

    @property
    def text(self) -> str:
        """All that was shown so far."""
        return self._text.getvalue()


@pytest.fixture
def screen() -> Screen:
    """Collects what the supervisor shows."""
    return Screen()


@pytest.fixture
def until() -> Until:
    """Wait until something is so, at most ten seconds."""

    def wait(is_so: Callable[[], bool], seconds: float = 10) -> None:
        deadline = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < deadline, "it did not happen in time"
            time.sleep(0.05)

    return wait


def script(name: str, body: str, **more: object) -> Service:
    """A service that runs a few lines of Python."""
    return Service(
        name=name,
        command=(sys.executable, "-u", "-c", body),
        environment={"PATH": "/usr/bin:/bin"},
        **more,  # type: ignore[arg-type]
    )


def alive(pid: int) -> bool:
    """Whether the process exists and is not just waiting to be collected."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
