"""Stopping for certain: tasks that use Redis may miss a cancellation.

Before Python 3.12 ``asyncio.wait_for`` drops a cancellation that arrives just as it ends
(bpo-37658), and redis-py uses it for every write. So endless loops ask ``told_to_stop``,
and whoever ends tasks cancels them until they are done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

AGAIN_SECONDS = 0.2
"""How long a cancelled task may take before it is cancelled again."""


def told_to_stop() -> bool:
    """Whether the current task was cancelled, even where the cancellation got lost."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel ``tasks`` until all are done; what they raised is dropped."""
    pending = {task for task in tasks if not task.done()}
    while pending:
        for task in pending:
            task.cancel()
        done, pending = await asyncio.wait(pending, timeout=AGAIN_SECONDS)
        for task in done:
            if not task.cancelled():
                task.exception()
