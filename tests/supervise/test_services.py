"""Who is started, in which order, and that nobody gets a secret that is not theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from undertone.supervise import services, settings
from undertone.supervise.child import Service
from undertone.supervise.valkey import Valkey

TOKEN = "123456:ABC-def"
EVERYTHING = {
    "PATH": "/usr/bin",
    "TELEGRAM_BOT_TOKEN": TOKEN,
    "REDIS_URL": "redis://:redis-secret@db/0",
    "DJANGO_SECRET_KEY": "django-secret",
    "DATABASE_URL": "postgres://u:database-secret@db/x",
    "SOME_FUTURE_SECRET": "future-secret",
}
SECRETS = (TOKEN, "redis-secret", "django-secret", "database-secret", "future-secret", "pass-word")


def started(**variables: str) -> dict[str, Service]:
    chosen = settings.read(variables)
    server = None
    if not chosen.redis_url:
        server = Valkey(
            program=Path("/bin/true"), folder=Path("/none"), port=1, password="pass-word"
        )
    stages = services.stages(chosen, {**EVERYTHING, **variables}, server)
    return {service.name: service for stage in stages for service in stage}


def test_everything_starts_with_valkey_first_and_the_gateway_last() -> None:
    names = list(started())
    assert names[0] == "valkey"
    assert names[-1] == "bot"
    assert set(names) == {"valkey", "console", "sandbox", "actions", "rasa", "bot"}


def test_the_sandbox_never_starts_beside_a_real_token() -> None:
    assert "sandbox" not in started(TELEGRAM_BOT_TOKEN=TOKEN)


def test_a_redis_of_others_is_not_started() -> None:
    assert "valkey" not in started(REDIS_URL="redis://db/0")


@pytest.mark.parametrize("name", ["valkey", "actions", "rasa", "sandbox"])
def test_the_parts_without_secrets_get_none(name: str) -> None:
    service = started()[name]
    told = " ".join([*service.environment.values(), *service.command])
    assert not [secret for secret in SECRETS if secret in told]


def test_the_gateway_gets_the_token_and_not_the_consoles_secrets() -> None:
    told = started(TELEGRAM_BOT_TOKEN=TOKEN)["bot"].environment
    assert told["TELEGRAM_BOT_TOKEN"] == TOKEN
    assert "DJANGO_SECRET_KEY" not in told
    assert "DATABASE_URL" not in told


def test_the_console_gets_its_own_secrets_and_not_the_token() -> None:
    told = started(TELEGRAM_BOT_TOKEN=TOKEN)["console"].environment
    assert told["DATABASE_URL"] == EVERYTHING["DATABASE_URL"]
    assert "TELEGRAM_BOT_TOKEN" not in told


def test_no_command_line_carries_a_secret() -> None:
    for service in started(TELEGRAM_BOT_TOKEN=TOKEN).values():
        assert not [secret for secret in SECRETS if secret in " ".join(service.command)]


def test_the_valkey_password_is_not_shown_with_the_service() -> None:
    assert "pass-word" not in repr(started()["valkey"])


def test_rasa_and_the_actions_listen_on_loopback() -> None:
    assert started()["rasa"].environment["RASA_HOST"] == "127.0.0.1"
    assert started()["actions"].environment["ACTIONS_HOST"] == "127.0.0.1"
    assert started()["rasa"].environment["RASA_TELEMETRY_ENABLED"] == "false"
