"""Understanding: our pipeline and the one of ``rasa init``, trained on the same examples.

Each in a process of its own (``understanding_child.py``). Stock Rasa's neural network takes long
on so much data, so it gets as many passes as the plan says, and its result is kept in
``.cache/bench`` for as long as the examples stay the same.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

from undertone.environment import ROOT

PYTHON = ROOT / "dialogue" / ".venv" / "bin" / "python"
TEXTS = ROOT / "tests" / "nlu" / "unseen"
KEPT = ROOT / ".cache" / "bench" / "understanding"
Results = dict[str, Any]


class CannotMeasure(Exception):
    """The process that trains ended without figures; carries its last line."""


async def measure(stock_epochs: int) -> Results:
    """Training, size, time, memory and accuracy of both; stock only where it has epochs."""
    results: Results = {"ours": await _run("ours", 1)}
    if stock_epochs:
        results["stock"] = {"epochs": stock_epochs, **await _stock(stock_epochs)}
    return results


async def _stock(epochs: int) -> Results:
    KEPT.mkdir(parents=True, exist_ok=True)
    file = KEPT / f"{_examples_hash()}-{epochs}.json"
    if not file.exists():
        file.write_text(json.dumps(await _run("stock", epochs)), encoding="utf-8")
    found: Results = json.loads(file.read_text(encoding="utf-8"))
    return found


async def _run(which: str, epochs: int) -> Results:
    with tempfile.TemporaryDirectory(prefix="undertone-bench-") as folder:
        process = await asyncio.create_subprocess_exec(
            str(PYTHON),
            "-m",
            "bench.understanding_child",
            which,
            folder,
            str(TEXTS),
            str(epochs),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        said, _ = await process.communicate()
    lines = said.decode("utf-8", "replace").strip().splitlines()
    try:
        found: Results = json.loads(lines[-1])
    except (IndexError, ValueError):
        raise CannotMeasure(lines[-1] if lines else "nothing was said") from None
    return found


def _examples_hash() -> str:
    digest = hashlib.sha256()
    for file in sorted(Path(ROOT / "data" / "nlu").rglob("*.yml")):
        digest.update(file.read_bytes())
    for file in sorted(TEXTS.glob("*.jsonl")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
