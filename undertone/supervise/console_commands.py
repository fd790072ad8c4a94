"""The console's management commands, run in a process of their own with the console's settings."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

from undertone.environment import ROOT

LAST_LINES = 15


class CommandFailed(Exception):
    """A management command failed; the text is what it said last."""


def manage(environment: Mapping[str, str], *arguments: str) -> str:
    """What ``python -m console.manage …`` printed; raises ``CommandFailed``."""
    done = subprocess.run(
        [sys.executable, "-m", "console.manage", *arguments],
        env=dict(environment),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = (done.stdout + done.stderr).strip().splitlines()[-LAST_LINES:]
        raise CommandFailed("\n".join(said) or f"console.manage {arguments[0]} failed")
    return done.stdout
