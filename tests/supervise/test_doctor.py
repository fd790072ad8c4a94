"""The doctor: works while everything is down, and names what is wrong and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
from redis import Redis

from tests.supervise.conftest import Screen, free_port
from undertone.sealing.demo import make_demo
from undertone.supervise import settings, valkey
from undertone.supervise.doctor import diagnose, examine, keys, machine, server
from undertone.supervise.doctor.finding import Finding, State
from undertone.supervise.services import valkey_service
from undertone.supervise.supervisor import Keeper

TOKEN = "123456:ABC-def"


def chosen(home: Path, **variables: str) -> settings.Settings:
    return settings.read({"UNDERTONE_HOME": str(home), **variables})


def wrong(findings: list[Finding]) -> list[str]:
    return [f"{each.subject}: {each.text}" for each in findings if each.state is State.WRONG]


@pytest.fixture
def nothing_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNDERTONE_HOME", str(tmp_path))
    for name in ("VALKEY", "RASA", "ACTIONS", "CONSOLE", "SANDBOX"):
        monkeypatch.setenv(f"{name}_PORT", str(free_port()))
    return tmp_path


def test_it_works_while_everything_is_down(nothing_runs: Path) -> None:
    said: list[str] = []
    assert examine(said.append) == 1
    text = "\n".join(said)
    for subject in ("supervisor", "rasa", "actions", "console", "sandbox", "redis"):
        assert f"WRONG {subject}" in text
    assert "-> run `make run`" in text


def test_it_changes_nothing(nothing_runs: Path) -> None:
    examine(lambda line: None)
    assert list(nothing_runs.iterdir()) == []


def test_a_bad_setting_is_the_first_thing_to_mend(
    nothing_runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALKEY_PORT", "many")
    (only,) = diagnose()
    assert only.state is State.WRONG
    assert "VALKEY_PORT" in only.text


def test_good_keys_are_good(tmp_path: Path) -> None:
    make_demo(tmp_path)
    assert wrong(keys.findings(chosen(tmp_path))) == []


def test_a_key_that_others_can_read_is_found(tmp_path: Path) -> None:
    make_demo(tmp_path)
    (tmp_path / "keys" / "recipients.signing").chmod(0o640)
    (found,) = wrong(keys.findings(chosen(tmp_path)))
    assert "recipients.signing can be read by others" in found


def test_an_altered_list_is_found(tmp_path: Path) -> None:
    make_demo(tmp_path)
    file = tmp_path / "recipients.json"
    file.write_text(file.read_text().replace('payload": "e', 'payload": "f'))
    (found,) = wrong(keys.findings(chosen(tmp_path)))
    assert "not to be trusted" in found


def test_demo_keys_beside_a_real_token_are_found(tmp_path: Path) -> None:
    make_demo(tmp_path)
    found = wrong(keys.findings(chosen(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN)))
    assert found == ["recipients: a demo key can read new cases"]


def test_a_list_without_an_officer_is_found(tmp_path: Path) -> None:
    from undertone.supervise.first_start import make_recovery_key

    assert make_recovery_key(tmp_path, tmp_path / "recovery")
    assert not make_recovery_key(tmp_path, tmp_path / "recovery")
    findings = keys.findings(chosen(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN))
    assert wrong(findings) == ["recipients: no officer can open a case"]
    assert "opens every case" in " ".join(each.text for each in findings)


def test_a_full_disk_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "FULL_BELOW", 2**62)
    assert any(each.startswith("disk:") for each in wrong(machine.findings(chosen(tmp_path))))


async def test_a_server_that_may_lose_entries_is_found(tmp_path: Path, screen: Screen) -> None:
    own = valkey.local(tmp_path, free_port())
    keeper = Keeper(valkey_service(own, {"PATH": "/usr/bin:/bin"}), screen)
    await keeper.start()
    home = chosen(tmp_path, VALKEY_PORT=str(own.port))
    nobody_reads = ["bot: nobody reads to_bot", "console: nobody reads to_console"]
    assert wrong(server.findings(home)) == nobody_reads
    with Redis.from_url(own.url, protocol=2) as redis:
        redis.config_set("appendfsync", "everysec")
        redis.xadd("to_console:dead", {"kind": "broken"})
    findings = server.findings(home)
    assert "redis: appendfsync is everysec, so entries can be lost" in wrong(findings)
    assert "1 entries of to_console could not be handled" in [each.text for each in findings]
    await keeper.stop()
