"""Trains the model, only when its inputs changed: ``python dialogue/train.py``.

Needs nothing but the standard library and any Python from 3.10 on; the training itself
runs in the dialogue environment (``DIALOGUE_PYTHON``, else ``dialogue/.venv``). The model
is written beside the others and moved into place whole, so an interrupted run leaves the
old one working.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STEPS = ("actions/spelling.py", "dialogue/intents.py")
INPUTS = ("config.yml", "domain.yml", "data/nlu", "data/rules", *STEPS, "dialogue/uv.lock")
MODEL = "undertone.tar.gz"
STAMP = "undertone.inputs"


class TrainingFailed(Exception):
    """Rasa could not train; carries the last lines that it wrote."""


def inputs_hash(root: Path = ROOT) -> str:
    """One hash over the names and contents of everything that the model is made of."""
    digest = hashlib.sha256()
    for name in INPUTS:
        start = root / name
        files = sorted(start.rglob("*.yml")) if start.is_dir() else [start]
        for file in files:
            digest.update(str(file.relative_to(root)).encode() + b"\0")
            digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()


def is_fresh(models: Path) -> bool:
    """Whether the model in ``models`` was made from the inputs as they are now."""
    stamp = models / STAMP
    return (models / MODEL).is_file() and stamp.is_file() and stamp.read_text() == inputs_hash()


def train(models: Path) -> None:
    """Train into a folder of its own, then move the model and its stamp into ``models``."""
    wanted = inputs_hash()
    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".training-", dir=models) as scratch:
        _run(Path(scratch))
        (models / STAMP).unlink(missing_ok=True)
        os.replace(Path(scratch) / MODEL, models / MODEL)
        stamp = Path(scratch) / STAMP
        stamp.write_text(wanted)
        os.replace(stamp, models / STAMP)


def _run(output: Path) -> None:
    python = os.environ.get("DIALOGUE_PYTHON", str(ROOT / "dialogue/.venv/bin/python"))
    command = [python, "-m", "dialogue.training", str(output), MODEL]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise TrainingFailed(f"{last}\ntraining ended with status {done.returncode}")


def main() -> int:
    """Train where needed and say what is done."""
    models = ROOT / os.environ.get("RASA_MODELS", "models")
    if is_fresh(models):
        sys.stdout.write(f"model is up to date: {models / MODEL}\n")
        return 0
    sys.stdout.write("training the model (about 20 seconds) ...\n")
    sys.stdout.flush()
    began = time.monotonic()
    try:
        train(models)
    except TrainingFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"trained in {time.monotonic() - began:.0f} s: {models / MODEL}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
