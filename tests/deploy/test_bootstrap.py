"""The set-up's own scripts: they run before anything is installed, so with plain tools only."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from undertone.environment import ROOT

BOOTSTRAP = ROOT / "deploy" / "bootstrap"
STEP = BOOTSTRAP / "step.py"
LOCKED = BOOTSTRAP / "locked.py"
BASICS = ("bash", "env", "dirname", "id", "mkdir", "ln", "rm")


def run(*command: object, path: str = os.environ["PATH"]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": path, "HOME": os.environ.get("HOME", "/")},
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A PATH with the shell's basics, and nothing of what the set-up looks for."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in BASICS:
        for place in ("/usr/bin", "/bin"):
            if Path(place, name).exists():
                (folder / name).symlink_to(Path(place, name))
                break
    return folder


def program(folder: Path, name: str, body: str) -> None:
    (folder / name).write_text(f"#!/bin/bash\n{body}\n")
    (folder / name).chmod(0o755)


def test_a_step_says_its_name_and_its_seconds() -> None:
    done = run(sys.executable, STEP, "a thing", "--", "sh", "-c", "echo noise")
    assert done.returncode == 0
    assert re.fullmatch(r"  … a thing\n  ✓ a thing: \d+ s\n", done.stdout)


def test_a_step_that_had_nothing_to_do_says_nothing() -> None:
    assert run(sys.executable, STEP, "--quiet", "a thing", "--", "true").stdout == ""


def test_a_failed_step_shows_why_and_passes_the_status_on() -> None:
    done = run(sys.executable, STEP, "a thing", "--", "sh", "-c", "echo the reason >&2; exit 7")
    assert done.returncode == 7
    assert "the reason\n  ✗ a thing: failed" in done.stdout


def test_a_second_set_up_waits_for_the_first() -> None:
    with subprocess.Popen([sys.executable, LOCKED, "sleep", "1"]):
        time.sleep(0.4)
        began = time.monotonic()
        second = run(sys.executable, LOCKED, "true")
    assert second.returncode == 0
    if "Another set-up" in second.stdout:
        assert time.monotonic() - began > 0.2


def test_a_killed_set_up_leaves_no_lock() -> None:
    with subprocess.Popen([sys.executable, LOCKED, "sleep", "2"]) as first:
        time.sleep(0.3)
        first.send_signal(signal.SIGKILL)
    assert "Another" not in run(sys.executable, LOCKED, "true").stdout


def test_without_a_new_enough_python_the_remedy_is_said(bare: Path) -> None:
    program(bare, "python3", "exit 1")
    program(bare, "cat", 'exec /bin/cat "$@"')
    done = run(BOOTSTRAP / "find-python", path=str(bare))
    assert done.returncode == 1
    assert "no Python 3.11 or newer found" in done.stderr
    assert "apt-get install" in done.stderr


def test_a_name_that_stands_for_nothing_is_passed_over(bare: Path) -> None:
    program(bare, "python3.13", "echo 'pyenv: command not found' >&2; exit 127")
    program(bare, "python3", f'exec {sys.executable} "$@"')
    assert run(BOOTSTRAP / "find-python", path=str(bare)).stdout.strip() == sys.executable


def test_a_named_python_is_taken_first(bare: Path) -> None:
    found = run("env", f"PYTHON={sys.executable}", BOOTSTRAP / "find-python")
    assert found.stdout.strip() == sys.executable


def test_a_python_without_ensurepip_gets_a_clear_remedy(bare: Path) -> None:
    body = f'case "$*" in *ensurepip*) exit 1;; esac; exec {sys.executable} "$@"'
    program(bare, "python3", body)
    program(bare, "cat", 'exec /bin/cat "$@"')
    # The script asks the interpreter that was found, so the stand-in must answer for itself.
    program(bare, "python3.13", f'case "$*" in *executable*) echo "{bare}/python3";; esac')
    done = run(BOOTSTRAP / "install-uv", path=str(bare))
    assert done.returncode == 1
    assert "lacks ensurepip" in done.stderr
    assert "python3-venv" in done.stderr


def test_without_chromium_the_remedy_is_said(bare: Path) -> None:
    program(bare, "cat", 'exec /bin/cat "$@"')
    done = run(BOOTSTRAP / "find-chromium", path=str(bare))
    assert done.returncode == 1
    assert "CHROMIUM_PATH" in done.stderr


def test_a_named_chromium_is_found(bare: Path) -> None:
    program(bare, "my-chromium", "true")
    done = run("env", f"CHROMIUM_PATH={bare}/my-chromium", BOOTSTRAP / "find-chromium")
    assert done.stdout.strip() == f"{bare}/my-chromium"


def test_make_lists_what_it_can_do() -> None:
    done = run("make", "-C", ROOT, "--no-print-directory")
    for target in [
        "run",
        "setup",
        "test",
        "test-quick",
        "train",
        "bench",
        "stop",
        "help",
        "secrets",
        "lint",
        "types",
    ]:
        assert re.search(rf"^  {target} +\S", done.stdout, re.MULTILINE), target


def test_continuous_integration_runs_the_tests_of_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    text = script.read_text(encoding="utf-8")
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in text
    assert "\nmake test\n" in text
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
