"""What every answer carries: a strict policy, no caching, careful cookies."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from console.accounts.models import User
from tests.console.conftest import HOME
from undertone.environment import ROOT

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "media-src": "blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
PAGES = ["account_login", "queue", "key", "account", "mfa_index", "service", "health"]


def policy(header: str) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in header.split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_the_strict_policy_and_is_kept_by_nobody(
    name: str, lead: User, signed_in: Callable[[User], Client]
) -> None:
    answer = signed_in(lead).get(reverse(name))
    assert policy(answer["Content-Security-Policy"]) == POLICY
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/nothing-here/", "/static/nothing.js"])
def test_error_pages_have_the_policy_too(path: str, db: None) -> None:
    answer = Client().get(path)
    assert answer.status_code == 404
    assert policy(answer["Content-Security-Policy"]) == POLICY


def test_no_template_has_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*(src=|type=\"application/json\"))|<style|\sstyle=|\son\w+="
    )
    wrong = [
        f"{file.name}: {match.group()}"
        for file in (ROOT / "console" / "templates").rglob("*.html")
        for match in inline.finditer(file.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_no_page_names_another_host() -> None:
    foreign = re.compile(r"(?:src|href|action)=\"(?:https?:)?//[^\"]+")
    files = [*(ROOT / "console" / "templates").rglob("*.html")]
    assert [f.name for f in files if foreign.search(f.read_text(encoding="utf-8"))] == []


def test_titles_and_addresses_say_nothing_about_a_client() -> None:
    for file in (ROOT / "console" / "templates" / "cases").glob("*.html"):
        for title in re.findall(r"{% block title %}(.*?){% endblock %}", file.read_text()):
            assert "{{" not in title


def settings_with(tmp_path: Path, **environment: str) -> dict[str, object]:
    """The console's settings in a process of its own."""
    names = (
        "SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE "
        "SECURE_HSTS_SECONDS SESSION_COOKIE_SAMESITE SESSION_COOKIE_HTTPONLY DEBUG ALLOWED_HOSTS"
    )
    program = (
        "import json; from console import settings; "
        f"print(json.dumps({{n: getattr(settings, n) for n in {names.split()!r}}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"UNDERTONE_HOME": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_behind_tls_cookies_are_bound_to_the_host_and_hsts_is_on(tmp_path: Path) -> None:
    found = settings_with(tmp_path, CONSOLE_URL="https://cases.example.org")
    assert found["SESSION_COOKIE_NAME"] == "__Host-session"
    assert found["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["CSRF_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] == 2 * 365 * 24 * 3600
    assert "cases.example.org" in str(found["ALLOWED_HOSTS"])


def test_without_tls_cookies_still_stay_on_the_site_and_out_of_scripts(tmp_path: Path) -> None:
    found = settings_with(tmp_path, CONSOLE_URL="http://localhost:8000")
    assert found["SESSION_COOKIE_SAMESITE"] == "Strict"
    assert found["SESSION_COOKIE_HTTPONLY"] is True
    assert found["SECURE_HSTS_SECONDS"] == 0


def test_debug_cannot_be_switched_on(tmp_path: Path) -> None:
    assert settings_with(tmp_path, DEBUG="1", DJANGO_DEBUG="1")["DEBUG"] is False


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONSOLE_PORT", "many"),
        ("CONSOLE_URL", "ftp://x"),
        ("CONSOLE_IDLE_MINUTES", "1"),
        ("DATABASE_URL", "nonsense://x"),
    ],
)
def test_a_bad_setting_ends_the_start_and_names_itself(
    name: str, value: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "console"],
        cwd=ROOT,
        env=os.environ | {"UNDERTONE_HOME": str(tmp_path), name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"{name}: ")


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it() -> None:
    file = HOME / "keys" / "django.secret"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.django_db
def test_another_host_name_is_refused() -> None:
    assert Client().get("/sign-in/", headers={"Host": "evil.example"}).status_code == 400
