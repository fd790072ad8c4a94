"""What the gateways that kill themselves share: their settings, and death around a step."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bot.settings import SANDBOX_TOKEN, Settings

NO_RASA = "http://127.0.0.1:9"
"""Nothing listens at the discard port (RFC 863)."""


def settings_for(home: Path, redis_url: str, api_base: str, log_level: str = "ERROR") -> Settings:
    """The settings of a gateway without Rasa that may send as quickly as a test likes."""
    return Settings(
        token=SANDBOX_TOKEN,
        api_base=api_base,
        redis_url=redis_url,
        rasa_url=NO_RASA,
        home=home,
        log_level=log_level,
        lock_minutes=15,
        reveal_seconds=120,
        rotate_minutes=60,
        send_per_second=1000,
        send_per_chat=1000,
    )


def die() -> None:
    """``kill -9`` of this process: nothing is flushed and nothing tidied."""
    os.kill(os.getpid(), signal.SIGKILL)


def nothing() -> None:
    """Do nothing before a step, or after it."""


def around(
    thing: object,
    names: Iterable[str],
    *,
    before: Callable[[], None] = nothing,
    after: Callable[[], None] = nothing,
) -> None:
    """Call ``before`` and ``after`` around each of these coroutines of ``thing``."""
    for name in names:
        setattr(thing, name, _around(getattr(thing, name), before, after))


def _around(step: Any, before: Callable[[], None], after: Callable[[], None]) -> Any:
    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        before()
        result = await step(*args, **kwargs)
        after()
        return result

    return wrapped
