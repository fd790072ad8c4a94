"""The run-time folder: private folders, secrets made once, and the lock of the running instance."""

from __future__ import annotations

import fcntl
import os
import secrets
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


class AlreadyRunning(Exception):
    """Another instance holds this home."""


class StillRunning(Exception):
    """The instance did not end in time."""


def private_folder(path: Path) -> Path:
    """Make ``path`` (and its parents) readable by this user only; returns it."""
    path.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    path.chmod(PRIVATE_FOLDER)
    return path


def secret(path: Path) -> str:
    """The secret kept in ``path``; made on first use (256 random bits, file mode 0600)."""
    if not path.exists():
        write_private(path, secrets.token_urlsafe(32))
    path.chmod(PRIVATE_FILE)
    return path.read_text(encoding="ascii").strip()


def write_private(path: Path, text: str) -> None:
    """Write ``path`` whole or not at all, readable by this user only."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def pid_file(home: Path) -> Path:
    """The file whose lock the running instance holds; it contains its process id."""
    return home / "undertone.pid"


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Hold the home for as long as this instance runs; raises ``AlreadyRunning``.

    The kernel drops the lock with the process, however it ends, so a left-over file never
    stands in the way and a process id in it is only believed while the lock is held.
    """
    with pid_file(home).open("a+", encoding="ascii") as file:
        if not _lock(file.fileno()):
            raise AlreadyRunning(
                f"Undertone already runs from {home}. Stop it with `make stop`, "
                "or give this one another UNDERTONE_HOME and other ports"
            )
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def running(home: Path) -> int | None:
    """Process id of the instance that holds this home, or None."""
    try:
        with pid_file(home).open("r+", encoding="ascii") as file:
            if _lock(file.fileno()):
                return None
            text = file.read().strip()
            return int(text) if text.isdigit() else None
    except FileNotFoundError:
        return None


def stop(home: Path, *, seconds: float = 40) -> bool:
    """Ask the running instance to end and wait; False where none runs. Raises ``StillRunning``."""
    pid = running(home)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while running(home) == pid:
        if time.monotonic() > deadline:
            raise StillRunning(f"process {pid} did not end within {seconds:.0f} s")
        time.sleep(0.1)
    return True


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
