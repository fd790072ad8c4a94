"""``python -m bench.traced_gateway FILE``: the gateway, with the time of its steps written down.

The steps are wrapped here, from outside; the gateway's own code knows nothing of it.
Each line of the file is ``[step, begin, end]`` in seconds since 1970.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TextIO

from bot.settings import read_settings
from bot.wiring import Gateway, run, wire
from undertone import logs

Step = Callable[..., Awaitable[Any]]


def watched(name: str, step: Step, out: TextIO) -> Step:
    """``step``, noting when it began and ended. A poll without updates is left out."""

    async def noting(*args: Any, **kwargs: Any) -> Any:
        begin = time.time()
        answer = await step(*args, **kwargs)
        if name != "updates" or answer:
            out.write(json.dumps([name, begin, time.time()]) + "\n")
        return answer

    return noting


def watch(gateway: Gateway, out: TextIO) -> None:
    """Put a watch on every step of a turn."""
    rooms = gateway.rooms
    steps: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (rooms.sender, ("updates", "send", "edit", "delete", "is_gone", "acknowledge")),
        (rooms.store, ("take_in", "load", "commit", "where", "sent", "done")),
        (rooms.dialogue, ("turn",)),
        (gateway.dispatcher._pipeline, ("dispatch",)),
    )
    for room, names in steps:
        for name in names:
            setattr(room, name, watched(name, getattr(room, name), out))


async def serve(out: TextIO) -> None:
    """Run until SIGTERM."""
    settings = read_settings()
    logs.set_up(settings.log_level)
    gateway = wire(settings)
    watch(gateway, out)
    task = asyncio.ensure_future(run(gateway))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await asyncio.wait([task])


def main() -> None:
    """The command line."""
    with Path(sys.argv[1]).open("w", buffering=1, encoding="utf-8") as out:
        asyncio.run(serve(out))


if __name__ == "__main__":
    main()
