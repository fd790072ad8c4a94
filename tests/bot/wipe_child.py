"""A gateway that kills itself (``kill -9``) between two steps of a wipe, once it did some.

    python -m tests.bot.wipe_child HOME REDIS_URL API_BASE STEPS

After so many steps (0 = never) the process dies. Run by ``test_wipe_kills.py``.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from bot.settings import SANDBOX_TOKEN, Settings
from bot.wipe import wiper
from bot.wiring import Gateway, run, wire

SENDER_STEPS = ("delete", "send", "is_gone")
STORE_STEPS = ("sent",)
WIPER_STEPS = ("_read", "_finish")


class Fuse:
    """Counts steps and ends the process."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def wrap(self, thing: Any, *names: str) -> None:
        """Let every one of these coroutines be a step, before and after its work."""
        for name in names:
            setattr(thing, name, self._step(getattr(thing, name)))

    def _step(self, real: Any) -> Any:
        async def step(*args: Any, **kwargs: Any) -> Any:
            self._burn()
            result = await real(*args, **kwargs)
            self._burn()
            return result

        return step

    def _burn(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def gateway_at(home: str, redis_url: str, api_base: str) -> Gateway:
    """A gateway for these servers."""
    return wire(
        Settings(
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
    )


def main() -> None:
    """Run until killed."""
    home, redis_url, api_base, steps = sys.argv[1:]
    gateway = gateway_at(home, redis_url, api_base)
    wiper.RETRY_AFTER = (0.05, 0.1)
    fuse = Fuse(int(steps))
    fuse.wrap(gateway.rooms.sender, *SENDER_STEPS)
    fuse.wrap(gateway.rooms.store, *STORE_STEPS)
    fuse.wrap(gateway.rooms.wiper, *WIPER_STEPS)
    asyncio.run(run(gateway))


if __name__ == "__main__":
    main()
