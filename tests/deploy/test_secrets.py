"""``make secrets`` makes what the compose file mounts, privately, and only once."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import yaml

from deploy import make_secrets
from undertone.environment import ROOT
from undertone.sealing.recipients import load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_secrets.make(tmp_path / "compose")
    return tmp_path / "compose"


def test_every_file_that_is_mounted_is_made(folder: Path) -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for secret in yaml.safe_load(text)["secrets"].values():
        assert (folder / secret["file"].removeprefix("./var/compose/")).read_text().strip()


def test_nobody_else_can_read_them(folder: Path) -> None:
    others = stat.S_IRWXG | stat.S_IRWXO
    assert not [path for path in (folder, *folder.rglob("*")) if path.stat().st_mode & others]


def test_a_second_run_changes_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    make_secrets.make(folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_passwords_and_addresses_belong_together(folder: Path) -> None:
    secrets = folder / "secrets"
    for address, password in (
        ("redis_url", "valkey_password"),
        ("database_url", "postgres_password"),
    ):
        assert f":{(secrets / password).read_text().strip()}@" in (secrets / address).read_text()


def test_the_list_is_signed_and_the_signing_key_is_kept_apart(folder: Path) -> None:
    pinned = (folder / "signing" / "recipients.pub").read_text().strip()
    assert load(folder / "home" / "recipients.json", pinned).recovery
    assert not list((folder / "home" / "keys").iterdir())
    assert (folder / "signing" / "recipients.signing").exists()


def test_the_operator_is_told_what_is_left_to_do(folder: Path) -> None:
    tasks = make_secrets.left_to_do(folder)
    assert [word for word in ("token", "chown", "recovery") if word in " ".join(tasks)]
    (folder / "secrets" / "telegram_bot_token").write_text("1:token")
    assert not any("token" in task for task in make_secrets.left_to_do(folder))
