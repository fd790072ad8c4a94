"""A gateway whose clock is put forward, and that may kill itself around one step.

    python -m tests.bot.callback_child HOME REDIS_URL API_BASE SECONDS_AHEAD STEP

``STEP``: ``none``, or a step of the hello, before or after which the process dies
(``kill -9``): ``commit-before`` ``commit-after`` ``send-before`` ``send-after`` ``sent-after``.
Run by ``test_callback_crash.py``.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from bot import clock, sweep
from bot.settings import SANDBOX_TOKEN, Settings
from bot.wiring import run, wire


def _dying(step: Any, *, after: bool) -> Any:
    async def dying(*args: Any, **kwargs: Any) -> None:
        if after:
            await step(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    return dying


def main() -> None:
    """Run until killed."""
    home, redis_url, api_base, ahead, step = sys.argv[1:]
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
        send_per_second=1000,
        send_per_chat=1000,
    )
    clock.seconds = lambda: time.time() + float(ahead)
    sweep.EVERY_SECONDS = 0.2
    gateway = wire(settings)
    if step != "none":
        name, _, when = step.partition("-")
        part: Any = gateway.rooms.sender if name == "send" else gateway.rooms.store
        setattr(part, name, _dying(getattr(part, name), after=when == "after"))
    asyncio.run(run(gateway))


if __name__ == "__main__":
    main()
