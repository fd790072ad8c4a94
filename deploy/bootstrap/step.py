"""Run one step of the set-up: one line of progress with its seconds, the output only if it fails.

Usage: step.py [--quiet] TITLE -- COMMAND …    (--quiet: no line where it took under 2 seconds)
Plain Python, since nothing is installed when it first runs.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import IO

STILL_WORKING_SECONDS = 15.0
WORTH_A_LINE_SECONDS = 2.0


def say(text: str) -> None:
    """One line of progress."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run(title: str, command: Sequence[str], *, quiet: bool) -> int:
    """Run ``command`` and say how it went; returns its exit status."""
    began = time.monotonic()
    if not quiet:
        say(f"  … {title}")
    with tempfile.TemporaryFile() as log:
        status = wait(title, command, log, began)
        seconds = time.monotonic() - began
        if status != 0:
            log.seek(0)
            say(log.read().decode("utf-8", "replace").rstrip())
            say(f"  ✗ {title}: failed after {seconds:.0f} s")
        elif not quiet or seconds > WORTH_A_LINE_SECONDS:
            say(f"  ✓ {title}: {seconds:.0f} s")
    return status


def wait(title: str, command: Sequence[str], log: IO[bytes], began: float) -> int:
    """Wait for ``command`` and show every now and then that it is still working."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log) as process:
        while True:
            try:
                return process.wait(STILL_WORKING_SECONDS)
            except subprocess.TimeoutExpired:
                say(f"  … {title}: {time.monotonic() - began:.0f} s so far")


def main(arguments: list[str]) -> int:
    """Parse the command line and run the step."""
    quiet = arguments[:1] == ["--quiet"]
    title, dashes, *command = arguments[quiet:]
    if dashes != "--" or not command:
        say(__doc__ or "")
        return 2
    try:
        return run(title, command, quiet=quiet)
    except KeyboardInterrupt:
        say(f"  ✗ {title}: interrupted; run the same command again to go on")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
