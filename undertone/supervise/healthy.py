"""``python -m undertone.supervise.healthy valkey|bot|console``: a container's health check."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable

from undertone.environment import BadSetting, Environment
from undertone.streams.messages import TO_BOT
from undertone.supervise.ports import LOOPBACK, http_answers, valkey_answers
from undertone.supervise.readers import is_read


def valkey(env: Environment) -> bool:
    """The server takes its password and answers."""
    port = env.port("VALKEY_PORT", 6390)
    return asyncio.run(valkey_answers(port, env.secret("VALKEY_PASSWORD")))


def console(env: Environment) -> bool:
    """The console answers and has its database."""
    port = env.port("CONSOLE_PORT", 8000)
    return asyncio.run(http_answers(f"http://{LOOPBACK}:{port}/health/"))


def bot(env: Environment) -> bool:
    """The gateway reads its stream."""
    return asyncio.run(is_read(env.secret("REDIS_URL"), TO_BOT))


CHECKS: dict[str, Callable[[Environment], bool]] = {
    "bot": bot,
    "console": console,
    "valkey": valkey,
}


def main(arguments: list[str]) -> int:
    """0 where the named process is well."""
    check = CHECKS.get(arguments[0]) if len(arguments) == 1 else None
    if check is None:
        sys.stderr.write(f"name one of {', '.join(CHECKS)}\n")
        return 2
    try:
        return 0 if check(Environment()) else 1
    except BadSetting as error:
        sys.stderr.write(f"{error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
