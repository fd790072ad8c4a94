"""Logs without anything that a person wrote, at any level, in tracebacks too.

Rasa logs messages, slots and request bodies in many places. So nothing of a foreign log
record is printed but its level, its origin and the class of its exception; only records
of our own logger keep their text, and those are written without user data. Fails closed:
an unknown logger counts as foreign.
"""

from __future__ import annotations

import logging
import sys
from typing import Any, MutableMapping

import structlog

OURS = "undertone"


class OriginOnly(logging.Formatter):
    """Prints where a foreign record came from instead of what it says."""

    def format(self, record: logging.LogRecord) -> str:
        """One line: time, level, origin, and our own text or the exception's class name."""
        ours = record.name == OURS or record.name.startswith(f"{OURS}.")
        said = record.getMessage() if ours else f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[0]:
            said += f" {record.exc_info[0].__name__}"
        return f"{self.formatTime(record)} {record.levelname} {record.name} {said}"


class OurStream(logging.StreamHandler):  # type: ignore[type-arg]
    """The only handler: standard error, formatted by ``OriginOnly``."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(OriginOnly())

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: the stock method prints the record's arguments."""


def install(level: int = logging.WARNING) -> None:
    """Take every handler away and put ours on the root; structlog prints nothing at all."""
    for name in [None, *logging.root.manager.loggerDict]:
        logger = logging.getLogger(name)
        for handler in list(logger.handlers):
            logger.removeHandler(handler)
        logger.propagate = True
    logging.basicConfig(level=level, handlers=[OurStream()], force=True)
    logging.getLogger(OURS).setLevel(logging.INFO)
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    structlog.configure(processors=[_drop], cache_logger_on_first_use=False)


def _drop(_: Any, __: str, ___: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    raise structlog.DropEvent
