"""The sandbox never starts beside a real token, and only listens on this machine."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from sandbox.settings import read_settings
from tests.servers import SandboxServer, clean_environment, free_port, running
from undertone.environment import ROOT, BadSetting, Environment


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sandbox"],
        cwd=ROOT,
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN", "TELEGRAM_BOT_TOKEN_FILE"])
def test_it_refuses_to_start_where_a_real_token_is_set(name: str, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("1:secret-thing")
    value = str(file) if name.endswith("_FILE") else "1:secret-thing"
    ended = start(**{name: value, "SANDBOX_PORT": str(free_port())})
    assert ended.returncode == 1
    assert name in ended.stderr
    assert "secret-thing" not in ended.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", "::"])  # noqa: S104
def test_it_refuses_a_host_that_others_can_reach(host: str) -> None:
    with pytest.raises(BadSetting, match="SANDBOX_HOST"):
        read_settings(Environment({"SANDBOX_HOST": host}))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_it_takes_the_machines_own_addresses(host: str) -> None:
    assert read_settings(Environment({"SANDBOX_HOST": host})).port == 8081


@pytest.mark.parametrize("token", ["sandbox", "abc:def", "1:", ":x", "1:a b"])
def test_it_refuses_a_token_that_is_none(token: str) -> None:
    with pytest.raises(BadSetting, match="SANDBOX_TOKEN"):
        read_settings(Environment({"SANDBOX_TOKEN": token}))


def test_a_port_in_use_is_a_clear_error() -> None:
    with running(SandboxServer()) as server:
        assert isinstance(server, SandboxServer)
        ended = start(SANDBOX_PORT=str(server.port))
    assert ended.returncode == 1
    assert "SANDBOX_PORT" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_it_stops_at_once_although_somebody_is_waiting() -> None:
    with running(SandboxServer()) as server:
        assert isinstance(server, SandboxServer)
        with httpx.stream("GET", f"{server.url}/sandbox/events", trust_env=False):
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(timeout=5) in (0, -signal.SIGTERM)
