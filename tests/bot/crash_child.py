"""A gateway that kills itself (``kill -9``) before or after random steps.

    python -m tests.bot.crash_child HOME REDIS_URL API_BASE CHANCE SEED

Every call that touches Redis or Telegram is a step; with ``CHANCE`` the process dies just
before it, and with the same chance just after. Run by ``test_crash.py``, again and again.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from pathlib import Path
from typing import Any

from bot import pipeline
from bot.settings import SANDBOX_TOKEN, Settings
from bot.stages import rate_limit
from bot.wiring import run, wire

REDIS_STEPS = ("take_in", "load", "commit", "depart", "drop", "where", "sent", "done", "jobs")
TELEGRAM_STEPS = ("updates", "send", "edit", "delete", "is_gone")


def make_fragile(thing: object, names: tuple[str, ...], chance: float, dice: random.Random) -> None:
    """Let the process die around the named coroutines of ``thing``."""
    for name in names:
        setattr(thing, name, _fragile(getattr(thing, name), chance, dice))


def _fragile(step: Any, chance: float, dice: random.Random) -> Any:
    async def fragile(*args: Any, **kwargs: Any) -> Any:
        _perhaps_die(chance, dice)
        result = await step(*args, **kwargs)
        _perhaps_die(chance, dice)
        return result

    return fragile


def _perhaps_die(chance: float, dice: random.Random) -> None:
    if dice.random() < chance:
        os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Run until killed."""
    home, redis_url, api_base, chance, seed = sys.argv[1:]
    settings = Settings(
        token=SANDBOX_TOKEN,
        api_base=api_base,
        redis_url=redis_url,
        rasa_url="http://127.0.0.1:9",
        home=Path(home),
        log_level="ERROR",
        lock_minutes=15,
        reveal_seconds=120,
        rotate_minutes=60,
        send_per_second=10_000,
        send_per_chat=10_000,
    )
    rate_limit.BURST = 1_000_000  # the test writes quicker than any person
    pipeline.MOST_WAITING = 1_000_000
    gateway = wire(settings)
    dice = random.Random(seed)
    make_fragile(gateway.rooms.store, REDIS_STEPS, float(chance), dice)
    make_fragile(gateway.rooms.sender, TELEGRAM_STEPS, float(chance), dice)
    asyncio.run(run(gateway))


if __name__ == "__main__":
    main()
