"""A gateway whose clock is put forward, and that may kill itself around one step.

    python -m tests.bot.callback_child HOME REDIS_URL API_BASE SECONDS_AHEAD STEP

``STEP``: ``none``, or a step of the hello, before or after which the process dies
(``kill -9``): ``commit-before`` ``commit-after`` ``send-before`` ``send-after`` ``sent-after``.
Run by ``test_callback_crash.py``.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

from bot import clock, sweep
from bot.wiring import run, wire
from tests.bot.child import around, die, settings_for


def main() -> None:
    """Run until killed."""
    home, redis_url, api_base, ahead, step = sys.argv[1:]
    clock.seconds = lambda: time.time() + float(ahead)
    sweep.EVERY_SECONDS = 0.2
    gateway = wire(settings_for(Path(home), redis_url, api_base))
    if step != "none":
        name, _, when = step.partition("-")
        part: object = gateway.rooms.sender if name == "send" else gateway.rooms.store
        around(part, [name], **{when: die})
    asyncio.run(run(gateway))


if __name__ == "__main__":
    main()
