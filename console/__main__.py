"""``python -m console``: the server of the console, one process with one worker."""

from __future__ import annotations

import os
import sys
from types import FrameType

import uvicorn

from undertone.environment import BadSetting
from undertone.logs import set_up

GRACE_SECONDS = 3
"""Open event streams would hold a stop back for ever; browsers connect again by themselves."""


class Server(uvicorn.Server):
    """Ends the open event streams as soon as it is told to stop."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Tell every live page goodbye, then stop as usual."""
        from console.live.channel import channel

        channel.close()
        super().handle_exit(sig, frame)


def main() -> None:
    """Start the server; a bad setting ends the start with the variable's name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "console.settings")
    try:
        from console import settings
    except BadSetting as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
    set_up()
    config = uvicorn.Config(
        "console.asgi:application",
        host=settings.CONSOLE_HOST,
        port=settings.CONSOLE_PORT,
        log_config=None,
        access_log=False,  # addresses of pages name cases
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    Server(config).run()


if __name__ == "__main__":
    main()
