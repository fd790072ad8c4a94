"""``undertone doctor``: everything that must be right, checked one by one.

Reads only, and works while everything is down: a check that cannot look says so instead of
passing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from undertone.environment import BadSetting, load_dotenv
from undertone.supervise import settings
from undertone.supervise.doctor import keys, machine, running, server, words
from undertone.supervise.doctor.finding import Finding, State


def examine(say: Callable[[str], object]) -> int:
    """Check everything and say it line by line; 1 where something is wrong, else 0."""
    findings = diagnose()
    for each in findings:
        for line in each.lines():
            say(line)
    wrong = sum(each.state is State.WRONG for each in findings)
    say(f"{wrong} thing{'' if wrong == 1 else 's'} to mend." if wrong else "All is well.")
    return 1 if wrong else 0


def diagnose() -> list[Finding]:
    """All findings, in the order in which one would mend them."""
    try:
        load_dotenv()
        chosen = settings.read()
    except BadSetting as error:
        remedy = "correct it in the environment or in .env (docs/operations.md lists every setting)"
        return [Finding.wrong("settings", str(error), remedy)]
    return [
        Finding.good("settings", "can be read"),
        words.finding(chosen),
        *machine.findings(chosen),
        *keys.findings(chosen),
        *server.findings(chosen),
        *asyncio.run(running.findings(chosen)),
    ]
