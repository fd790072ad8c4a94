"""Settings of ``undertone run``, ``stop`` and ``doctor``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from undertone.environment import ROOT, BadSetting, Environment
from undertone.words.served import may_be_unreviewed

TELEGRAM = "https://api.telegram.org"
REDIS_SCHEMES = frozenset({"redis", "rediss", "unix"})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the supervisor must know to start everything on this machine."""

    home: Path
    """Keys, data and run-time files."""
    token: str
    """The real bot token; empty means: try it out on the sandbox."""
    api_base: str
    redis_url: str
    """Someone else's Redis; empty means: start one here."""
    rasa_url: str
    """Someone else's Rasa; empty means: start one here."""
    console_url: str
    """The console's public address; empty means loopback."""
    demo: bool
    """Whether the demo officer and phone are made."""
    valkey_port: int
    actions_port: int
    rasa_port: int
    console_port: int
    sandbox_port: int
    unreviewed_words: bool
    """Whether languages are offered whose words no person has reviewed."""

    @property
    def sandbox(self) -> bool:
        """Whether clients write on the phone page instead of Telegram."""
        return not self.token

    @property
    def keys(self) -> Path:
        """Folder of everything that must stay private to this machine."""
        return self.home / "keys"

    @property
    def console_address(self) -> str:
        """Where officers open the console."""
        return self.console_url or f"http://localhost:{self.console_port}"

    @property
    def phone_address(self) -> str:
        """Where the sandbox's phone page is."""
        return f"http://127.0.0.1:{self.sandbox_port}"

    @property
    def rasa_address(self) -> str:
        """Where the gateway finds Rasa."""
        return self.rasa_url or f"http://127.0.0.1:{self.rasa_port}"

    def ports(self) -> dict[str, int]:
        """The ports that will be opened here, by the variable that sets each."""
        wanted = {"CONSOLE_PORT": self.console_port}
        if not self.redis_url:
            wanted["VALKEY_PORT"] = self.valkey_port
        if not self.rasa_url:
            wanted |= {"RASA_PORT": self.rasa_port, "ACTIONS_PORT": self.actions_port}
        if self.sandbox:
            wanted["SANDBOX_PORT"] = self.sandbox_port
        return wanted


def read(variables: Mapping[str, str] | None = None) -> Settings:
    """Read and check every setting; raises ``BadSetting`` naming the variable."""
    env = Environment(variables)
    token = env.secret("TELEGRAM_BOT_TOKEN")
    settings = Settings(
        home=env.folder("UNDERTONE_HOME", ROOT / "var"),
        token=token,
        api_base=env.url("TELEGRAM_API_BASE", TELEGRAM),
        redis_url=env.secret("REDIS_URL"),
        rasa_url=env.url("RASA_URL"),
        console_url=env.url("CONSOLE_URL"),
        demo=env.flag("UNDERTONE_DEMO", default=not token),
        valkey_port=env.port("VALKEY_PORT", 6390),
        actions_port=env.port("ACTIONS_PORT", 5055),
        rasa_port=env.port("RASA_PORT", 5005),
        console_port=env.port("CONSOLE_PORT", 8000),
        sandbox_port=env.port("SANDBOX_PORT", 8081),
        unreviewed_words=may_be_unreviewed(env, sandbox=not token),
    )
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    if settings.token and not _looks_like_a_token(settings.token):
        raise BadSetting("TELEGRAM_BOT_TOKEN", "must look like 123456:ABC…, as BotFather gives it")
    if settings.redis_url and settings.redis_url.split("://")[0] not in REDIS_SCHEMES:
        raise BadSetting("REDIS_URL", "must start with redis://, rediss:// or unix://")
    taken: dict[int, str] = {}
    for name, port in settings.ports().items():
        if port in taken:
            raise BadSetting(name, f"is {port}, the same as {taken[port]}; give it another number")
        taken[port] = name


def _looks_like_a_token(token: str) -> bool:
    number, colon, rest = token.partition(":")
    return bool(number.isdigit() and colon and rest and token.isprintable() and " " not in token)
