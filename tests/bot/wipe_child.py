"""A gateway that kills itself (``kill -9``) between two steps of a wipe, once it did some.

    python -m tests.bot.wipe_child HOME REDIS_URL API_BASE STEPS

After so many steps (0 = never) the process dies. Run by ``test_wipe_kills.py``.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.wipe import wiper
from bot.wiring import run, wire
from tests.bot.child import around, die, settings_for

SENDER_STEPS = ("delete", "send", "is_gone")
STORE_STEPS = ("sent",)
WIPER_STEPS = ("_read", "_finish")


class Fuse:
    """Counts steps and ends the process."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def wrap(self, thing: object, *names: str) -> None:
        """Let every one of these coroutines be a step, before and after its work."""
        around(thing, names, before=self._burn, after=self._burn)

    def _burn(self) -> None:
        self._left -= 1
        if self._left == 0:
            die()


def main() -> None:
    """Run until killed."""
    home, redis_url, api_base, steps = sys.argv[1:]
    gateway = wire(settings_for(Path(home), redis_url, api_base))
    wiper.RETRY_AFTER = (0.05, 0.1)
    fuse = Fuse(int(steps))
    fuse.wrap(gateway.rooms.sender, *SENDER_STEPS)
    fuse.wrap(gateway.rooms.store, *STORE_STEPS)
    fuse.wrap(gateway.rooms.wiper, *WIPER_STEPS)
    asyncio.run(run(gateway))


if __name__ == "__main__":
    main()
