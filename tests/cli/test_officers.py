"""``undertone officers``: accounts through the real console, keys on the real list."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from undertone.environment import ROOT
from undertone.sealing.demo import make_demo
from undertone.sealing.signing import RecipientsSigner

pytestmark = pytest.mark.slow


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A home of its own with a prepared console."""
    variables = {
        "PATH": os.environ["PATH"],
        "UNDERTONE_HOME": str(tmp_path),
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    manage(variables, "prepare")
    return variables


def manage(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "console.manage", *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def officers(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from undertone.cli import app; app()", "officers", *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_an_account_is_made_with_a_link_for_its_password(environment: dict[str, str]) -> None:
    done = officers(environment, "add", "amal@example.org", "--name", "Amal", "--language", "ar")
    assert done.returncode == 0, done.stderr
    assert "http" in done.stdout
    assert "amal@example.org" in officers(environment, "list").stdout


def test_without_a_key_nothing_can_be_pinned(environment: dict[str, str]) -> None:
    officers(environment, "add", "amal@example.org", "--name", "Amal")
    done = officers(environment, "pin", "amal@example.org")
    assert done.returncode == 1
    assert done.stderr.startswith("undertone: ")
    assert "Traceback" not in done.stderr


def test_the_demo_officer_can_be_pinned_unpinned_and_signed_in(
    environment: dict[str, str], tmp_path: Path
) -> None:
    material = make_demo(tmp_path)
    account = json.loads(manage(environment, "demo_officer").splitlines()[-1])
    code = officers(environment, "code").stdout.strip()
    assert len(code) == 6
    assert code.isdigit()

    done = officers(environment, "unpin", "--demo")
    assert done.returncode == 0, done.stderr
    assert RecipientsSigner(tmp_path).read().recipients == ()

    wrong = officers(environment, "pin", account["email"], "--fingerprint", "0000 0000")
    assert wrong.returncode == 1
    assert RecipientsSigner(tmp_path).read().recipients == ()

    right = officers(environment, "pin", account["email"], "--fingerprint", material.fingerprint)
    assert right.returncode == 0, right.stderr
    assert [each.id for each in RecipientsSigner(tmp_path).read().officers] == [material.officer_id]


def test_without_an_answer_nothing_is_pinned(environment: dict[str, str], tmp_path: Path) -> None:
    make_demo(tmp_path)
    account = json.loads(manage(environment, "demo_officer").splitlines()[-1])
    officers(environment, "unpin", "--demo")
    assert officers(environment, "pin", account["email"]).returncode != 0
    assert RecipientsSigner(tmp_path).read().recipients == ()


def test_there_is_no_code_without_a_demo_officer(environment: dict[str, str]) -> None:
    done = officers(environment, "code")
    assert done.returncode == 1
    assert "no demo officer" in done.stderr


def test_open_cases_are_resealed_with_the_recovery_seed(
    environment: dict[str, str], tmp_path: Path
) -> None:
    material = make_demo(tmp_path)
    account = json.loads(manage(environment, "demo_officer").splitlines()[-1])
    seed = str(material.recovery_seed_file)
    done = officers(environment, "reseal", account["email"], "--seed", seed)
    assert done.returncode == 0, done.stderr
    assert "0 cases" in done.stdout
    wrong = officers(environment, "reseal", account["email"], "--seed", f"{seed}.gone")
    assert wrong.returncode == 1
    assert "Traceback" not in wrong.stderr
