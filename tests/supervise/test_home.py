"""Private folders, secrets made once, and one instance per home."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from undertone.environment import ROOT
from undertone.supervise import home

HOLDER = "import sys, time; from pathlib import Path; from undertone.supervise import home\n"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_is_made_private_even_where_it_was_open(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o755)
    assert mode(home.private_folder(folder)) == 0o700


def test_a_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = home.secret(tmp_path / "a.secret")
    assert len(first) >= 43
    assert home.secret(tmp_path / "a.secret") == first
    assert mode(tmp_path / "a.secret") == 0o600


def test_a_secret_that_others_could_read_is_closed_again(tmp_path: Path) -> None:
    home.secret(tmp_path / "a.secret")
    (tmp_path / "a.secret").chmod(0o644)
    home.secret(tmp_path / "a.secret")
    assert mode(tmp_path / "a.secret") == 0o600


def test_nothing_runs_from_a_new_home(tmp_path: Path) -> None:
    assert home.running(tmp_path) is None
    assert home.stop(tmp_path) is False


def test_a_left_over_process_id_is_not_believed(tmp_path: Path) -> None:
    home.pid_file(tmp_path).write_text(f"{os.getpid()}\n")
    assert home.running(tmp_path) is None
    assert home.stop(tmp_path) is False


def test_a_second_instance_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with (
        home.held(tmp_path),
        pytest.raises(home.AlreadyRunning, match=r"make stop.*UNDERTONE_HOME"),
        home.held(tmp_path),
    ):
        pytest.fail("two instances hold one home")


def hold(tmp_path: Path, then: str) -> subprocess.Popen[bytes]:
    body = HOLDER + f"with home.held(Path({str(tmp_path)!r})):\n    {then}"
    process = subprocess.Popen([sys.executable, "-c", body], cwd=ROOT)
    deadline = time.monotonic() + 10
    while home.running(tmp_path) != process.pid:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return process


def test_stop_ends_the_instance_and_waits_for_it(tmp_path: Path) -> None:
    with hold(tmp_path, "time.sleep(60)") as process:
        assert home.stop(tmp_path) is True
        assert process.wait(timeout=5) != 0
    assert home.running(tmp_path) is None


def test_stop_says_when_the_instance_does_not_end(tmp_path: Path) -> None:
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    with hold(tmp_path, stubborn) as process:
        time.sleep(0.3)
        with pytest.raises(home.StillRunning, match=str(process.pid)):
            home.stop(tmp_path, seconds=0.3)
        process.kill()


def test_a_killed_instance_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    with hold(tmp_path, "time.sleep(60)") as process:
        process.kill()
    with home.held(tmp_path):
        assert home.running(tmp_path) == os.getpid()
