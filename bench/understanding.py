"""Understanding: our pipeline and the one of ``rasa init``, trained on the same examples.

Each in a process of its own (``understanding_child.py``). Stock Rasa's neural network would take
hours on all languages, so both learn three; ours learns all of them as well.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from typing import Any

from undertone.environment import ROOT
from undertone.languages import LANGUAGES

PYTHON = ROOT / "dialogue" / ".venv" / "bin" / "python"
THREE = ("en", "ar", "fa")
Results = dict[str, Any]


class CannotMeasure(Exception):
    """The process that trains ended without figures; carries its last line."""


async def measure(stock_epochs: int) -> Results:
    """Training, size, time, memory and accuracy; stock only where it has epochs."""
    results: Results = {
        "ours, all languages": await _run("ours", 1, tuple(LANGUAGES)),
        f"ours, {', '.join(THREE)}": await _run("ours", 1, THREE),
    }
    if stock_epochs:
        name = f"stock, {', '.join(THREE)}, {stock_epochs} passes"
        results[name] = await _run("stock", stock_epochs, THREE)
    return results


async def _run(which: str, epochs: int, languages: tuple[str, ...]) -> Results:
    with tempfile.TemporaryDirectory(prefix="undertone-bench-") as folder:
        process = await asyncio.create_subprocess_exec(
            str(PYTHON),
            "-m",
            "bench.understanding_child",
            which,
            folder,
            str(epochs),
            *languages,
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
