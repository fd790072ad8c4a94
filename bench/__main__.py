"""``python -m bench [--quick] [--chats N]``: measure, print the tables, write ``bench/results``."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from bench import report
from bench.plan import plan
from bench.run import Results, Run


def main() -> int:
    """1 where a part failed, 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under two minutes, fewer rounds")
    parser.add_argument("--chats", type=int, help="how many chats talk while some leave")
    chosen = parser.parse_args()
    run = Run(plan(quick=chosen.quick, busy_chats=chosen.chats))
    try:
        results = asyncio.run(_everything(run))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 130
    print(report.write(results))
    return 1 if run.failed else 0


async def _everything(run: Run) -> Results:
    """``kill`` ends it like Ctrl-C: every process that was started ends too."""
    task = asyncio.ensure_future(run.everything())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task


if __name__ == "__main__":
    sys.exit(main())
