"""Is everything set up that must be on the disk, and is there room."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from undertone.environment import ROOT
from undertone.supervise import valkey
from undertone.supervise.doctor.finding import Finding
from undertone.supervise.settings import Settings

FULL_BELOW = 200 * 2**20
TIGHT_BELOW = 2 * 2**30
IS_FRESH = (
    "import pathlib, sys; from dialogue.train import is_fresh; "
    "sys.exit(not is_fresh(pathlib.Path('models')))"
)


def findings(settings: Settings) -> list[Finding]:
    """Environments, model, assets, the server program and disk space."""
    return [*_set_up(settings), *_program(settings), _disk(settings.home)]


def _set_up(settings: Settings) -> list[Finding]:
    needed = {"assets": ROOT / "console" / "static" / "build"}
    if not settings.rasa_url:
        needed["rasa set-up"] = ROOT / "dialogue" / ".venv"
    made = [
        Finding.good(subject, "made")
        if place.exists()
        else Finding.wrong(subject, f"{place.relative_to(ROOT)} is missing", "run `make setup`")
        for subject, place in needed.items()
    ]
    return made if settings.rasa_url else [*made, _model()]


def _model() -> Finding:
    """Asks the dialogue part itself, in a process of its own, since rooms import no process."""
    asked = subprocess.run([sys.executable, "-c", IS_FRESH], cwd=ROOT, check=False)
    if asked.returncode == 0:
        return Finding.good("model", "trained from the inputs as they are now")
    return Finding.wrong("model", "missing, or its inputs changed since", "run `make train`")


def _program(settings: Settings) -> list[Finding]:
    if settings.redis_url:
        return [Finding.good("valkey", "REDIS_URL names a server, none is started here")]
    try:
        return [Finding.good("valkey", f"program {valkey.find_program()}")]
    except valkey.NoServer as error:
        return [Finding.wrong("valkey", str(error), "then run `make run`")]


def _disk(home: Path) -> Finding:
    place = next(each for each in (home, *home.parents) if each.exists())
    free = shutil.disk_usage(place).free
    text = f"{free / 2**30:.1f} GB free for {home}"
    remedy = "make room: with a full disk nothing new can be taken in"
    if free < FULL_BELOW:
        return Finding.wrong("disk", text, remedy)
    return (
        Finding.notice("disk", text, remedy) if free < TIGHT_BELOW else Finding.good("disk", text)
    )
