"""``undertone run`` with everything real: start, crash, second start, stop."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.supervise.conftest import alive, free_port
from undertone.environment import ROOT
from undertone.supervise import home

pytestmark = pytest.mark.slow

PORTS = ("VALKEY_PORT", "RASA_PORT", "ACTIONS_PORT", "CONSOLE_PORT", "SANDBOX_PORT")
PROCESSES = ("valkey", "actions", "rasa", "sandbox", "console", "bot")
START_SECONDS = 120
STOP_SECONDS = 15


class Instance:
    """A running Undertone with its own home and ports."""

    def __init__(self, folder: Path, **more: str) -> None:
        self.home = folder / "home"
        self.log = folder / "lines.txt"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "UNDERTONE_HOME": str(self.home),
            **{name: str(free_port()) for name in PORTS},
            **more,
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def text(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def start(self) -> float:
        """Start it and wait until it says that it runs; the seconds that it took."""
        began = time.monotonic()
        with self.log.open("wb") as file:
            self.process = subprocess.Popen(
                self.command("run"),
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )
        while "Undertone is running" not in self.text:
            assert self.process.poll() is None, self.text
            assert time.monotonic() - began < START_SECONDS, self.text
            time.sleep(0.1)
        return time.monotonic() - began

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-c", "from undertone.cli import app; app()", *arguments]

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    def children(self) -> dict[int, str]:
        """Process id and command line of everything that the supervisor started."""
        assert self.process is not None
        folder = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {
            int(pid): Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            for pid in folder.read_text().split()
        }

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(STOP_SECONDS * 3)


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    running = Instance(tmp_path_factory.mktemp("run"))
    running.start()
    yield running
    running.kill()


def until(is_so: object, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def test_every_process_comes_up_and_the_addresses_are_said(instance: Instance) -> None:
    for name in PROCESSES:
        assert re.search(rf"^ *{name} \| ready after", instance.text, re.MULTILINE), name
    assert f"http://127.0.0.1:{instance.environment['SANDBOX_PORT']}/" in instance.text
    assert f"http://localhost:{instance.environment['CONSOLE_PORT']}/" in instance.text
    assert "FOR TRYING OUT ONLY" in instance.text


def test_the_doctor_finds_all_well(instance: Instance) -> None:
    done = instance.call("doctor")
    assert done.returncode == 0, done.stdout


def test_a_second_instance_of_the_same_home_is_refused(instance: Instance) -> None:
    done = instance.call("run")
    assert done.returncode == 1
    assert "already runs" in done.stdout


def test_a_port_in_use_is_named(instance: Instance, tmp_path: Path) -> None:
    other = Instance(tmp_path, CONSOLE_PORT=instance.environment["CONSOLE_PORT"])
    done = other.call("run")
    assert done.returncode == 1
    assert "CONSOLE_PORT: port" in done.stdout


def test_nobody_listens_beyond_this_machine(instance: Instance) -> None:
    ours = {f"{int(instance.environment[name]):04X}" for name in PORTS}
    listening = [
        line.split()[1]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if line.split()[3] == "0A" and line.split()[1].split(":")[1] in ours
    ]
    assert len(listening) == len(PORTS)
    assert all(address.startswith("0100007F:") for address in listening)


@pytest.mark.parametrize("module", ["actions.serve", "dialogue.serve", "-m sandbox", "valkey"])
def test_a_part_without_secrets_has_none_in_its_memory_of_the_start(
    instance: Instance, module: str
) -> None:
    (pid,) = [pid for pid, command in instance.children().items() if module in command]
    password = (instance.home / "keys" / "valkey.password").read_bytes().strip()
    assert password not in Path(f"/proc/{pid}/environ").read_bytes()
    assert password not in Path(f"/proc/{pid}/cmdline").read_bytes()


@pytest.mark.parametrize("module", ["dialogue.serve", "-m bot", "valkey-server"])
def test_a_killed_process_comes_back_and_the_others_stay(instance: Instance, module: str) -> None:
    before = instance.children()
    (pid,) = [pid for pid, command in before.items() if module in command]
    os.kill(pid, signal.SIGKILL)

    def is_back() -> bool:
        return any(module in command for new, command in instance.children().items() if new != pid)

    until(is_back, seconds=10)
    assert set(before) - {pid} <= set(instance.children())
    until(lambda: instance.call("doctor").returncode == 0, seconds=60)


def test_make_stop_ends_everything_and_the_second_start_is_quick(instance: Instance) -> None:
    pids = instance.children()
    began = time.monotonic()
    assert instance.call("stop").stdout.strip() == "Stopped."
    assert time.monotonic() - began < STOP_SECONDS
    assert not [pid for pid in pids if alive(pid)]
    assert instance.process is not None
    assert instance.process.wait(5) == 0
    assert home.running(instance.home) is None
    assert instance.start() < START_SECONDS / 2


def test_a_killed_supervisor_takes_its_processes_along(instance: Instance) -> None:
    pids = instance.children()
    assert instance.process is not None
    instance.process.kill()
    instance.process.wait()
    until(lambda: not [pid for pid in pids if alive(pid)], STOP_SECONDS)
