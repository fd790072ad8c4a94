"""``python -m bot``: the gateway as a process."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys

from telegram.error import InvalidToken

from bot.send.approved import GuardHeld
from bot.settings import read_settings
from bot.wiring import run, wire
from undertone import logs
from undertone.environment import BadSetting, load_dotenv

log = logging.getLogger("bot")


async def serve() -> None:
    """Run the gateway until SIGINT or SIGTERM."""
    settings = read_settings()
    logs.set_up(settings.log_level)
    task = asyncio.ensure_future(run(wire(settings)))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    log.info("gateway started")
    try:
        await task
    except asyncio.CancelledError:
        log.info("gateway stopped")


def main() -> int:
    """Exit code of the process."""
    try:
        load_dotenv()
        asyncio.run(serve())
    except BadSetting as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except GuardHeld:
        sys.stderr.write("BOT_NAME: the profile says a word that must not be seen; change it\n")
        return 2
    except InvalidToken:
        sys.stderr.write("TELEGRAM_BOT_TOKEN: Telegram refuses it; ask @BotFather for a new one\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
