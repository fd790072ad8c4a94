"""The command line itself: quick to start, plain about failures."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from undertone.environment import ROOT

HEAVY = ("django", "telegram", "redis", "cryptography", "httpx", "asyncio")
COMMANDS = ("run", "stop", "doctor", "officers", "guard", "exit-word", "nlu", "words")


def undertone(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from undertone.cli import app; app()", *arguments],
        env={"PATH": os.environ["PATH"], **variables},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_help_names_every_command() -> None:
    text = undertone("--help").stdout
    assert not [name for name in COMMANDS if name not in text]


def test_nothing_heavy_is_imported_for_a_small_command() -> None:
    body = f"import sys, undertone.cli; print([n for n in {HEAVY!r} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", body], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_stopping_when_nothing_runs_is_no_failure(tmp_path: Path) -> None:
    done = undertone("stop", UNDERTONE_HOME=str(tmp_path))
    assert done.returncode == 0
    assert "Nothing runs" in done.stdout


@pytest.mark.parametrize("command", ["run", "stop", "doctor"])
def test_a_bad_setting_is_named_without_a_traceback(command: str, tmp_path: Path) -> None:
    done = undertone(command, UNDERTONE_HOME=str(tmp_path), VALKEY_PORT="many")
    assert done.returncode == 1
    assert "VALKEY_PORT" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_an_officer_to_unpin_must_be_named(tmp_path: Path) -> None:
    assert undertone("officers", "unpin", UNDERTONE_HOME=str(tmp_path)).returncode == 2
