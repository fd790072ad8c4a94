"""Settings of the sandbox; the only place that reads the environment."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from undertone.environment import BadSetting, Environment

DEFAULT_TOKEN = "100001:sandbox"  # noqa: S105 - a name everybody may know; it opens nothing
TOKEN_FORM = re.compile(r"[0-9]{1,16}:[A-Za-z0-9_-]{1,128}")
"""What Telegram takes for a token; anything else is answered with 404."""


@dataclass(frozen=True)
class Settings:
    """Where the sandbox listens and which bot token it knows."""

    host: str
    port: int
    token: str

    @property
    def address(self) -> str:
        """The address to open in a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"


def read_settings(environment: Environment | None = None) -> Settings:
    """The settings from the environment.

    Raises ``BadSetting`` where a real token is set, the host is not this machine's own, or
    a value cannot be used.
    """
    env = environment or Environment()
    _refuse_real_token(env)
    return Settings(
        host=_loopback(env.text("SANDBOX_HOST", "127.0.0.1")),
        port=env.port("SANDBOX_PORT", 8081),
        token=_token(env.text("SANDBOX_TOKEN", DEFAULT_TOKEN)),
    )


def _refuse_real_token(env: Environment) -> None:
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_BOT_TOKEN_FILE"):
        if env.text(name):
            raise BadSetting(
                name, "is set, so the gateway talks to Telegram; unset it to use the sandbox"
            )


def _loopback(host: str) -> str:
    if host == "localhost":
        return "127.0.0.1"
    try:
        if ipaddress.ip_address(host).is_loopback:
            return host
    except ValueError:
        pass
    raise BadSetting("SANDBOX_HOST", f"must be a loopback address such as 127.0.0.1, not {host!r}")


def _token(token: str) -> str:
    if not TOKEN_FORM.fullmatch(token):
        raise BadSetting("SANDBOX_TOKEN", "write <digits>:<letters>, such as 100001:sandbox")
    return token
