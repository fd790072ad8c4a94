"""The real dialogue and action servers, started on free ports for the tests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "dialogue/.venv/bin/python"
START_SECONDS = 90.0


class DidNotStart(Exception):
    """A server did not answer in time; carries the last lines of its log."""


class Servers:
    """Both processes; ``with Servers(folder) as servers`` stops them again."""

    def __init__(self, logs: Path) -> None:
        self.port, self.actions_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.logs = logs
        self._running: list[subprocess.Popen[bytes]] = []
        self._named: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        subprocess.run([sys.executable, "dialogue/train.py"], cwd=ROOT, check=True)
        try:
            self.start("actions.serve")
            self.start("dialogue.serve")
            wait_for(f"http://127.0.0.1:{self.actions_port}/health", self.logs)
            wait_for(f"{self.url}/webhooks/turn/", self.logs)
        except DidNotStart:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._running:
            process.send_signal(signal.SIGTERM)
        for process in self._running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()

    def start(self, module: str, **more: str) -> subprocess.Popen[bytes]:
        """One of the processes, its output in ``logs/<module>.log``."""
        ports = {"RASA_PORT": str(self.port), "ACTIONS_PORT": str(self.actions_port)}
        with (self.logs / f"{module}.log").open("ab") as log:
            process = subprocess.Popen(
                [str(PYTHON), "-m", module],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), **ports, **more},
                stdout=log,
                stderr=log,
            )
        self._running.append(process)
        self._named[module] = process
        return process

    def signal(self, module: str, number: signal.Signals) -> None:
        """Send a signal to one of the processes: SIGKILL, or SIGSTOP to make it hang."""
        self._named[module].send_signal(number)

    def end(self, module: str) -> None:
        """Stop one of the processes for good."""
        process = self._named[module]
        process.kill()
        process.wait(10)

    def log_text(self) -> str:
        """Everything that both processes printed so far."""
        return "\n".join(log.read_text() for log in sorted(self.logs.glob("*.log")))

    def memory(self) -> dict[int, float]:
        """Resident megabytes per process id."""
        pages = {p.pid: Path(f"/proc/{p.pid}/statm").read_text().split()[1] for p in self._running}
        return {pid: int(count) * 4096 / 1e6 for pid, count in pages.items()}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, logs: Path) -> None:
    """Return when ``url`` answers 200; raises ``DidNotStart`` after ``START_SECONDS``."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with suppress(httpx.HTTPError):
            if httpx.get(url, timeout=1).status_code == 200:
                return
        time.sleep(0.1)
    tails = [log.read_text()[-2000:] for log in logs.glob("*.log")]
    raise DidNotStart("\n".join([url, *tails]))
