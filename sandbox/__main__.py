"""``python -m sandbox``: start the sandbox."""

from __future__ import annotations

import socket
import sys

import uvicorn

from sandbox.app import Sandbox
from sandbox.connections import CuttableProtocol
from sandbox.settings import Settings, read_settings
from sandbox.world import World
from undertone.environment import BadSetting, load_dotenv

GRACE_SECONDS = 2


class Server(uvicorn.Server):
    """Uvicorn that says when it listens and lets waiting requests go when it stops."""

    def __init__(self, config: uvicorn.Config, world: World, address: str) -> None:
        super().__init__(config)
        self._world = world
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Called once, when the loop runs."""
        await super().startup(sockets=sockets)
        sys.stdout.write(f"sandbox ready on {self._address}\n")
        sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Called once, on Ctrl-C or SIGTERM."""
        self._world.close()
        await super().shutdown(sockets=sockets)


def main() -> int:
    """Run until stopped; returns the exit status."""
    try:
        load_dotenv()
        settings = read_settings()
        listener = _listen(settings)
    except BadSetting as error:
        sys.stderr.write(f"sandbox does not start: {error}\n")
        return 1
    world = World(settings.token)
    config = uvicorn.Config(
        Sandbox(world),
        http=CuttableProtocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=False,
        timeout_keep_alive=120,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    Server(config, world, settings.address).run(sockets=[listener])
    return 0


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=512)
    except OSError as error:
        problem = f"cannot listen on {settings.host}:{settings.port}: {error.strerror}"
        raise BadSetting("SANDBOX_PORT", problem) from error


if __name__ == "__main__":
    sys.exit(main())
