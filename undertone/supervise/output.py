"""What ``undertone run`` shows: its own progress and every process's lines under its name."""

from __future__ import annotations

import asyncio
import sys
from typing import TextIO

NAME_WIDTH = 8
LONGEST_LINE = 4000
"""A longer line is cut into pieces, so that nobody can fill the memory with one."""


class Output:
    """Writes whole lines; a closed terminal or pipe never stops the service."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout

    def line(self, name: str, text: str) -> None:
        """One line of the process called ``name``."""
        self._write(f"{name:>{NAME_WIDTH}} | {text}")

    def say(self, text: str = "") -> None:
        """A line of our own."""
        self._write(text)

    async def follow(self, name: str, stream: asyncio.StreamReader) -> None:
        """Pass on what a process writes until it closes its output."""
        rest = b""
        while chunk := await stream.read(65536):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self.line(name, line.decode("utf-8", "replace").rstrip())
            if len(rest) > LONGEST_LINE:
                self.line(name, rest.decode("utf-8", "replace"))
                rest = b""
        if rest:
            self.line(name, rest.decode("utf-8", "replace"))

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text + "\n")
            self._stream.flush()
        except (OSError, ValueError):
            return  # nobody reads any more; the processes go on
