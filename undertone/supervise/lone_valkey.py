"""``python -m undertone.supervise.lone_valkey``: our Valkey as the only process of a container.

Same program and configuration as under ``undertone run``; the process becomes the server.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from undertone.environment import BadSetting, Environment
from undertone.supervise.home import private_folder
from undertone.supervise.run import keep_private
from undertone.supervise.valkey import NoServer, Valkey, find_program


def read(env: Environment) -> Valkey:
    """The server that the environment asks for; raises ``BadSetting`` or ``NoServer``."""
    password = env.secret("VALKEY_PASSWORD")
    if not password or not password.isascii() or set(password) & set(' "\\\r\n'):
        raise BadSetting("VALKEY_PASSWORD", "must be set, without spaces or quotes")
    return Valkey(
        program=find_program(),
        folder=private_folder(env.folder("VALKEY_FOLDER", Path("/data"))),
        port=env.port("VALKEY_PORT", 6390),
        password=password,
        bind=env.text("VALKEY_HOST", "127.0.0.1"),
    )


def become(server: Valkey) -> None:
    """Replace this process by the server, with its configuration on standard input."""
    reading, writing = os.pipe()  # the configuration is far smaller than a pipe's buffer
    os.write(writing, server.configuration.encode("utf-8"))
    os.close(writing)
    os.dup2(reading, 0)
    os.execve(server.command[0], server.command, {})  # noqa: S606  no shell is the point


def main() -> int:
    """Exit status where it could not start."""
    keep_private()
    try:
        become(read(Environment()))
    except (BadSetting, NoServer) as error:
        sys.stderr.write(f"{error}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
