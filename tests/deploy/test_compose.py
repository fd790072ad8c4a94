"""docker-compose.yml: of the official shape, and keeping its safety promises."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import yaml

from undertone.environment import ROOT

PROCESSES = frozenset({"valkey", "postgres", "actions", "rasa", "console", "bot"})
NO_SECRETS = ("actions", "rasa")


def compose() -> dict[str, Any]:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def service(name: str) -> dict[str, Any]:
    found: dict[str, Any] = compose()["services"][name]
    return found


def secrets_of(name: str) -> set[str]:
    listed = service(name).get("secrets", [])
    return {each if isinstance(each, str) else each["source"] for each in listed}


every_service = pytest.mark.parametrize("name", sorted(compose()["services"]))


def test_it_fits_the_official_schema() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
        + [str(ROOT / "docker-compose.yml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_there_is_one_service_for_each_process() -> None:
    assert set(compose()["services"]) == PROCESSES | {"operator"}


@every_service
def test_a_service_is_locked_down(name: str) -> None:
    settings = service(name)
    assert settings["user"] == "10001:10001"
    assert settings["read_only"] is True
    assert settings["cap_drop"] == ["ALL"]
    assert settings["security_opt"] == ["no-new-privileges:true"]
    assert settings["ulimits"] == {"core": 0}
    assert "privileged" not in settings
    assert "cap_add" not in settings
    assert not any("docker.sock" in str(volume) for volume in settings.get("volumes", []))


@pytest.mark.parametrize("name", sorted(PROCESSES))
def test_a_process_says_whether_it_is_well(name: str) -> None:
    assert service(name)["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", NO_SECRETS)
def test_rasa_and_the_actions_have_no_way_out_and_no_secret(name: str) -> None:
    settings = service(name)
    assert settings["networks"] == ["dialogue"]
    assert compose()["networks"]["dialogue"] == {"internal": True}
    assert "secrets" not in settings
    assert "volumes" not in settings
    assert "ports" not in settings


def test_only_the_gateway_has_a_way_out() -> None:
    networks, found = compose()["networks"], []
    for name, settings in compose()["services"].items():
        if any(not networks[each].get("internal") for each in settings["networks"]):
            found.append(name)
    assert found == ["console", "bot"], "the console's way is for its published port"
    assert "outside" not in service("console")["networks"]


def test_only_the_console_can_be_reached_and_only_from_this_machine() -> None:
    ports = {name: each["ports"] for name, each in compose()["services"].items() if "ports" in each}
    assert ports == {"console": ["127.0.0.1:8000:8000"]}


def test_rasa_cannot_reach_the_data() -> None:
    on_data = {name for name in PROCESSES if "data" in service(name)["networks"]}
    assert on_data == {"valkey", "postgres", "console", "bot"}


def test_each_secret_goes_only_to_those_who_need_it() -> None:
    holders = {
        secret: {name for name in compose()["services"] if secret in secrets_of(name)}
        for secret in compose()["secrets"]
    }
    assert holders == {
        "telegram_bot_token": {"bot"},
        "valkey_password": {"valkey"},
        "redis_url": {"bot", "console", "operator"},
        "postgres_password": {"postgres"},
        "database_url": {"console", "operator"},
        "django_secret_key": {"console", "operator"},
        "recipients_pub": {"bot", "console"},
    }


@every_service
def test_no_secret_stands_in_the_environment(name: str) -> None:
    environment = service(name).get("environment", {})
    for variable in ("TELEGRAM_BOT_TOKEN", "REDIS_URL", "DATABASE_URL", "DJANGO_SECRET_KEY"):
        assert variable not in environment
    for variable, value in environment.items():
        if variable.endswith("_FILE"):
            assert value.removeprefix("/run/secrets/") in secrets_of(name)


def test_gateway_and_console_keep_their_keys_apart_and_neither_can_sign() -> None:
    keys = {
        name: [each for each in service(name)["volumes"] if each.endswith("/keys")]
        for name in ("bot", "console", "operator")
    }
    assert keys == {
        "bot": ["gateway-keys:/var/lib/undertone/keys"],
        "console": ["console-keys:/var/lib/undertone/keys"],
        "operator": ["./var/compose/signing:/var/lib/undertone/keys"],
    }
    for name in ("bot", "console"):
        assert "./var/compose/home:/var/lib/undertone:ro" in service(name)["volumes"]


def test_the_operator_only_runs_when_called() -> None:
    assert service("operator")["profiles"] == ["operator"]


def test_the_images_are_built_by_files_that_are_there() -> None:
    for settings in compose()["services"].values():
        if "build" in settings:
            assert (ROOT / settings["build"]["dockerfile"]).is_file()
