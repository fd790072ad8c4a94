"""Which processes run, in which order, and what each of them is allowed to know.

Rasa, the actions, the sandbox and Valkey get an environment that is written out here, so
that no secret reaches them by accident. The gateway and the console get what the operator
set, each without the other's secrets.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial

from undertone.environment import ROOT
from undertone.streams.messages import TO_BOT
from undertone.supervise.child import Service
from undertone.supervise.ports import LOOPBACK, http_answers, valkey_answers
from undertone.supervise.readers import is_read
from undertone.supervise.settings import Settings
from undertone.supervise.supervisor import Stage
from undertone.supervise.valkey import Valkey

RASA_PYTHON = ROOT / "dialogue" / ".venv" / "bin" / "python"
HARMLESS = frozenset(
    {"PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"}
    | {"XDG_CACHE_HOME", "SSL_CERT_FILE", "SSL_CERT_DIR"}
)
"""What every process may inherit: where programs, folders and certificates are."""
GATEWAY_ONLY = frozenset({"TELEGRAM_BOT_TOKEN", "TELEGRAM_BOT_TOKEN_FILE"})
CONSOLE_ONLY = frozenset(
    {"DJANGO_SECRET_KEY", "DJANGO_SECRET_KEY_FILE", "DATABASE_URL", "DATABASE_URL_FILE"}
)
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
"""The model is small: more threads only cost memory and fight over the cores."""


def stages(settings: Settings, variables: Mapping[str, str], valkey: Valkey | None) -> list[Stage]:
    """The services in the order of their start; the gateway is last, so that whoever it lets in
    finds everything there."""
    redis_url = valkey.url if valkey else settings.redis_url
    middle = [console(settings, variables, redis_url)]
    if settings.sandbox:
        middle.append(sandbox(settings, variables))
    if not settings.rasa_url:
        middle += [actions(settings, variables), rasa(settings, variables)]
    first: list[Stage] = [[valkey_service(valkey, variables)]] if valkey else []
    return [*first, middle, [gateway(settings, variables, redis_url)]]


def valkey_service(valkey: Valkey, variables: Mapping[str, str]) -> Service:
    """The bundled or installed server; the password goes in on standard input."""
    return Service(
        name="valkey",
        command=valkey.command,
        environment=harmless(variables),
        ready=partial(valkey_answers, valkey.port, valkey.password),
        standard_input=valkey.configuration,
    )


def actions(settings: Settings, variables: Mapping[str, str]) -> Service:
    """The action server: knows its port and nothing else."""
    own = {"ACTIONS_HOST": LOOPBACK, "ACTIONS_PORT": str(settings.actions_port)}
    return Service(
        name="actions",
        command=_python(RASA_PYTHON, "actions.serve"),
        environment=harmless(variables) | ONE_THREAD | own,
        ready=partial(http_answers, f"http://{LOOPBACK}:{settings.actions_port}/health"),
    )


def rasa(settings: Settings, variables: Mapping[str, str]) -> Service:
    """The dialogue server: knows its port and where the actions are."""
    own = {
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_HOST": LOOPBACK,
        "RASA_PORT": str(settings.rasa_port),
        "ACTIONS_URL": f"http://{LOOPBACK}:{settings.actions_port}/webhook",
    }
    return Service(
        name="rasa",
        command=_python(RASA_PYTHON, "dialogue.serve"),
        environment=harmless(variables) | ONE_THREAD | own,
        ready=partial(http_answers, f"{settings.rasa_address}/webhooks/turn/"),
        ready_seconds=240,
    )


def sandbox(settings: Settings, variables: Mapping[str, str]) -> Service:
    """The Bot API server and phone page for trying out."""
    return Service(
        name="sandbox",
        command=_python(sys.executable, "sandbox"),
        environment=harmless(variables) | {"SANDBOX_PORT": str(settings.sandbox_port)},
        ready=partial(http_answers, f"{settings.phone_address}/sandbox/health"),
        stop_seconds=4,
    )


def console(settings: Settings, variables: Mapping[str, str], redis_url: str) -> Service:
    """The officers' pages: everything but the bot's token."""
    return Service(
        name="console",
        command=_python(sys.executable, "console"),
        environment=console_environment(settings, variables, redis_url),
        ready=partial(http_answers, f"http://{LOOPBACK}:{settings.console_port}/health/"),
    )


def gateway(settings: Settings, variables: Mapping[str, str], redis_url: str) -> Service:
    """The gateway: everything but the console's secrets."""
    own = {
        "REDIS_URL": redis_url,
        "RASA_URL": settings.rasa_address,
        "UNDERTONE_HOME": str(settings.home),
        "SANDBOX_PORT": str(settings.sandbox_port),
    }
    return Service(
        name="bot",
        command=_python(sys.executable, "bot"),
        environment=_without(variables, CONSOLE_ONLY) | own,
        ready=partial(is_read, redis_url, TO_BOT),
        stop_seconds=15,
    )


def console_environment(
    settings: Settings, variables: Mapping[str, str], redis_url: str
) -> dict[str, str]:
    """What the console's server and its management commands run with."""
    own = {
        "REDIS_URL": redis_url,
        "UNDERTONE_HOME": str(settings.home),
        "CONSOLE_PORT": str(settings.console_port),
        "VALKEY_PORT": str(settings.valkey_port),
    }
    return _without(variables, GATEWAY_ONLY) | own


def harmless(variables: Mapping[str, str]) -> dict[str, str]:
    """Only what every process may know."""
    kept = {name: value for name, value in variables.items() if name in HARMLESS}
    return kept | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}


def _without(variables: Mapping[str, str], names: frozenset[str]) -> dict[str, str]:
    left_out = names | {"REDIS_URL", "REDIS_URL_FILE"}
    kept = {name: value for name, value in variables.items() if name not in left_out}
    return kept | {"PYTHONUNBUFFERED": "1"}


def _python(program: object, module: str) -> tuple[str, ...]:
    return (str(program), "-m", module)
