"""Settings of the gateway, read once at start; a bad value stops it with its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from undertone.environment import ROOT, BadSetting, Environment
from undertone.words.served import may_be_unreviewed

SANDBOX_TOKEN = "100001:sandbox"  # noqa: S105  (the sandbox accepts it, Telegram does not)


@dataclass(frozen=True)
class Settings:
    """What the gateway needs to know. Times are in seconds unless the name says otherwise."""

    token: str
    api_base: str
    redis_url: str
    rasa_url: str
    home: Path
    log_level: str
    lock_minutes: int
    reveal_seconds: int
    rotate_minutes: int
    send_per_second: int
    send_per_chat: int
    bot_name: str = ""
    """The bot's public name; empty leaves what @BotFather was told."""
    message_hours: int = 6
    """Nothing in a chat gets older. With 6 h an outage of 40 h still ends within the 48 h in
    which a bot can delete."""
    flood_per_minute: int = 90
    """Updates of one chat beyond its burst after which it is blocked for a while."""
    newcomers_per_second: int = 100
    unreviewed_words: bool = True
    """Whether languages are offered whose words no person has reviewed."""

    @property
    def keys(self) -> Path:
        """The folder of keys, outside Redis."""
        return self.home / "keys"


def read_settings(environment: Environment | None = None) -> Settings:
    """The settings in the environment. Raises ``BadSetting``."""
    env = environment or Environment()
    token = env.secret("TELEGRAM_BOT_TOKEN")
    if token and ":" not in token:
        raise BadSetting("TELEGRAM_BOT_TOKEN", "a token looks like 123456:ABC…; ask @BotFather")
    sandbox = f"http://127.0.0.1:{env.port('SANDBOX_PORT', 8081)}"
    home = env.folder("UNDERTONE_HOME", ROOT / "var")
    return Settings(
        token=token or SANDBOX_TOKEN,
        api_base=env.url("TELEGRAM_API_BASE", "https://api.telegram.org") if token else sandbox,
        redis_url=_redis_url(env, home),
        rasa_url=env.url("RASA_URL", f"http://127.0.0.1:{env.port('RASA_PORT', 5005)}"),
        home=home,
        log_level=env.text("LOG_LEVEL", "INFO").upper(),
        lock_minutes=env.number("LOCK_MINUTES", 15, least=1, most=24 * 60),
        reveal_seconds=env.number("REVEAL_SECONDS", 120, least=10, most=3600),
        rotate_minutes=env.number("KEY_ROTATION_MINUTES", 60, least=1, most=24 * 60),
        send_per_second=env.number("SEND_PER_SECOND", 25, least=1, most=10_000),
        send_per_chat=env.number("SEND_PER_CHAT", 20, least=1, most=10_000),
        bot_name=env.text("BOT_NAME"),
        message_hours=env.number("MESSAGE_HOURS", 6, least=1, most=46),
        flood_per_minute=env.number("FLOOD_PER_MINUTE", 90, least=1, most=100_000),
        newcomers_per_second=env.number("NEWCOMERS_PER_SECOND", 100, least=1, most=100_000),
        unreviewed_words=may_be_unreviewed(env, sandbox=not token),
    )


def _redis_url(env: Environment, home: Path) -> str:
    url = env.secret("REDIS_URL")
    if url:
        if url.split("://", 1)[0] not in ("redis", "rediss", "unix"):
            raise BadSetting("REDIS_URL", "must start with redis://, rediss:// or unix://")
        return url
    password = home / "keys" / "valkey.password"
    if not password.exists():
        raise BadSetting("REDIS_URL", "is not set and no bundled server was started; `make run`")
    secret = password.read_text(encoding="utf-8").strip()
    return f"redis://:{secret}@127.0.0.1:{env.port('VALKEY_PORT', 6390)}/0"
