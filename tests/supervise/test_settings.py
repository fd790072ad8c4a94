"""Settings of the supervisor: defaults, and refusals that name the variable."""

from __future__ import annotations

import socket

import pytest

from undertone.environment import ROOT, BadSetting
from undertone.supervise import ports, settings

TOKEN = "123456:ABC-def"


def test_nothing_set_means_the_sandbox_on_loopback() -> None:
    chosen = settings.read({})
    assert chosen.sandbox
    assert chosen.demo
    assert chosen.home == ROOT / "var"
    assert chosen.ports() == {
        "CONSOLE_PORT": 8000,
        "VALKEY_PORT": 6390,
        "RASA_PORT": 5005,
        "ACTIONS_PORT": 5055,
        "SANDBOX_PORT": 8081,
    }


def test_a_token_switches_sandbox_and_demo_off() -> None:
    chosen = settings.read({"TELEGRAM_BOT_TOKEN": TOKEN})
    assert not chosen.sandbox
    assert not chosen.demo
    assert "SANDBOX_PORT" not in chosen.ports()


def test_the_demo_can_be_asked_for_with_a_token() -> None:
    assert settings.read({"TELEGRAM_BOT_TOKEN": TOKEN, "UNDERTONE_DEMO": "yes"}).demo


def test_servers_of_others_are_used_and_not_started() -> None:
    chosen = settings.read({"REDIS_URL": "redis://db:6379/0", "RASA_URL": "http://rasa:5005/"})
    assert chosen.rasa_address == "http://rasa:5005"
    assert set(chosen.ports()) == {"CONSOLE_PORT", "SANDBOX_PORT"}


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        pytest.param({"TELEGRAM_BOT_TOKEN": "secret"}, "TELEGRAM_BOT_TOKEN", id="no token"),
        pytest.param({"TELEGRAM_BOT_TOKEN_FILE": "/none"}, "TELEGRAM_BOT_TOKEN_FILE", id="no file"),
        pytest.param({"TELEGRAM_API_BASE": "ftp://x"}, "TELEGRAM_API_BASE", id="no web address"),
        pytest.param({"REDIS_URL": "localhost:6379"}, "REDIS_URL", id="no redis address"),
        pytest.param({"VALKEY_PORT": "70000"}, "VALKEY_PORT", id="no such port"),
        pytest.param({"RASA_PORT": "5055"}, "RASA_PORT|ACTIONS_PORT", id="one port twice"),
        pytest.param({"UNDERTONE_DEMO": "maybe"}, "UNDERTONE_DEMO", id="neither yes nor no"),
    ],
)
def test_a_bad_value_is_refused_by_name(variables: dict[str, str], named: str) -> None:
    with pytest.raises(BadSetting, match=named):
        settings.read(variables)


def test_a_refused_token_is_not_repeated() -> None:
    with pytest.raises(BadSetting) as refused:
        settings.read({"TELEGRAM_BOT_TOKEN": "very-secret"})
    assert "very-secret" not in str(refused.value)


def test_a_port_in_use_names_the_variable_and_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ports.PortInUse, match=rf"RASA_PORT: port {port} is in use.*make stop"):
            ports.must_be_free({"RASA_PORT": port})
