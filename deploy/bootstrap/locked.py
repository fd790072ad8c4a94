"""Run a command while holding the lock of this checkout's set-up.

Usage: locked.py COMMAND …
Two set-ups at once would write into the same environments; the second one waits. The
kernel drops the lock with the process, so an interrupted set-up leaves nothing behind.
"""

from __future__ import annotations

import fcntl
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parents[2] / ".cache" / "setup.lock"


def main(command: list[str]) -> int:
    """Wait for the lock, then run ``command``; returns its exit status."""
    LOCK.parent.mkdir(exist_ok=True)
    with LOCK.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stdout.write("Another set-up of this folder is running; waiting for it …\n")
            sys.stdout.flush()
            fcntl.flock(file, fcntl.LOCK_EX)
        try:
            return subprocess.run(command, check=False).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
