"""A gateway that kills itself (``kill -9``) before or after random steps.

    python -m tests.bot.crash_child HOME REDIS_URL API_BASE CHANCE SEED

Every call that touches Redis or Telegram is a step; with ``CHANCE`` the process dies just
before it, and with the same chance just after. Run by ``test_crash.py``, again and again.
"""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path

from bot import pipeline
from bot.stages import rate_limit
from bot.wiring import run, wire
from tests.bot.child import around, die, settings_for

REDIS_STEPS = ("take_in", "load", "commit", "depart", "drop", "where", "sent", "done", "jobs")
TELEGRAM_STEPS = ("updates", "send", "edit", "delete", "is_gone")


def main() -> None:
    """Run until killed."""
    home, redis_url, api_base, chance, seed = sys.argv[1:]
    rate_limit.BURST = 1_000_000  # the test writes quicker than any person
    pipeline.MOST_WAITING = 1_000_000
    gateway = wire(settings_for(Path(home), redis_url, api_base))
    dice = random.Random(seed)

    def perhaps_die() -> None:
        if dice.random() < float(chance):
            die()

    around(gateway.rooms.store, REDIS_STEPS, before=perhaps_die, after=perhaps_die)
    around(gateway.rooms.sender, TELEGRAM_STEPS, before=perhaps_die, after=perhaps_die)
    asyncio.run(run(gateway))


if __name__ == "__main__":
    main()
