"""The commands that ``undertone officers`` and the first start call."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from console.accounts.models import Role, User
from console.keys.signed import current_key, is_signed
from tests.console.material import Sealer
from undertone.sealing.keys import open_seed


def run(*arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue().strip()


def test_an_added_officer_gets_a_link_and_nothing_else(team: object) -> None:
    link = run("officers_add", "New@Example.org", "--name", "New", "--language", "fa")
    user = User.objects.get(email="new@example.org")
    assert link.startswith("http://localhost:8000/set-password/")
    assert not user.has_usable_password()
    assert (user.role, user.languages) == (Role.OFFICER, ["fa"])


def test_an_account_that_exists_needs_again_for_a_new_link(officer: User) -> None:
    with pytest.raises(CommandError, match="again"):
        run("officers_add", officer.email, "--name", "x")
    assert "/set-password/" in run("officers_add", officer.email, "--again")


@pytest.mark.parametrize("email", ["", "not an address", "a@b"])
def test_what_is_no_address_is_refused(email: str, db: None) -> None:
    with pytest.raises(CommandError):
        run("officers_add", email, "--name", "x")


def test_the_list_says_who_has_a_key_that_is_signed(
    officer: User, lead: User, sealer: Sealer
) -> None:
    sealer.give_key(officer)
    sealer.give_key(lead, sign=False)
    rows = {row["email"]: row for row in json.loads(run("officers_list", "--json"))}
    assert rows[officer.email]["signed"] is True
    assert rows[lead.email]["signed"] is False
    assert rows[lead.email]["fingerprint"]
    assert "not signed" in run("officers_list")


def test_the_public_key_comes_with_its_fingerprint(officer: User, sealer: Sealer) -> None:
    with pytest.raises(CommandError, match="has not made a key"):
        run("officers_public_key", officer.email)
    made = sealer.give_key(officer, sign=False)
    printed = json.loads(run("officers_public_key", officer.email))
    assert printed["recipient_id"] == made.recipient_id
    assert printed["public_key"] == made.pair.public_key
    assert printed["label"] == officer.name


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.mark.slow
def test_the_demo_officer_can_sign_in_and_holds_a_signed_key(
    home: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    printed = json.loads(run("demo_officer"))
    assert json.loads(run("demo_officer")) == printed
    assert (home / "demo" / "console.json").stat().st_mode & 0o777 == 0o600

    browser = Client()
    login = {"login": printed["email"], "password": printed["password"]}
    browser.post(reverse("account_login"), login)
    browser.post(reverse("mfa_authenticate"), {"code": run("officers_code", printed["email"])})
    assert browser.get(reverse("queue")).status_code == 200

    user = User.objects.get(email=printed["email"])
    key = current_key(user)
    assert key is not None
    assert is_signed(key)
    passphrase = (home / "demo" / "passphrase.txt").read_text().strip()
    assert len(open_seed(key.wrapped_seed, passphrase, str(key.recipient_id))) == 32


def test_there_is_no_demo_officer_where_a_real_token_is_set(
    home: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:real")
    with pytest.raises(CommandError, match="live"):
        run("demo_officer")


def test_the_code_of_a_real_officer_is_never_shown(officer: User) -> None:
    with pytest.raises(CommandError, match="Only the demo"):
        run("officers_code", officer.email)


def test_every_migration_is_there(db: None) -> None:
    run("makemigrations", check=True, dry_run=True)


def test_preparing_twice_collects_the_static_files_once(
    tmp_path: Path, settings: Any, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from console.accounts.management.commands import prepare

    settings.STATIC_ROOT = tmp_path / "static"
    calls: list[str] = []
    real: Callable[..., Any] = prepare.call_command

    def counted(name: str, **options: Any) -> None:
        calls.append(name)
        real(name, **options)

    monkeypatch.setattr(prepare, "call_command", counted)
    run("prepare")
    run("prepare")
    assert calls.count("collectstatic") == 1
    assert (tmp_path / "static" / prepare.STAMP).exists()
