"""Logging that carries no message text, no names, no chat ids and no token.

Fails closed: only our own loggers speak below WARNING, foreign ones are kept at WARNING
(httpx logs URLs with the bot token at INFO, python-telegram-bot raw payloads), every line
passes a redacting filter, and tracebacks are cut down to file, line and exception class,
because an exception's text may quote what somebody wrote.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import sys
import traceback
from types import TracebackType

_TOKEN = re.compile(r"\b\d{5,}:[A-Za-z0-9_-]{5,}")
_LONG_NUMBER = re.compile(r"(?<![\w.:-])-?\d{7,}(?![\w:-])")
OWN = ("undertone", "bot", "console", "sandbox", "actions", "dialogue")
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class Redaction(logging.Filter):
    """Drops foreign detail and takes tokens and long numbers out of every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING and record.name.split(".")[0] not in OWN:
            return False
        if record.name.split(".")[0] in OWN:
            text = record.getMessage()
        else:  # a foreign message may quote what it handled: its place is enough
            text = f"{record.module}:{record.lineno} (message withheld)"
        record.msg = _LONG_NUMBER.sub("[number]", _TOKEN.sub("[token]", text))
        record.args = None
        return True


class PlaceOnly(logging.Formatter):
    """Formats exceptions as class and places, without their text."""

    def formatException(self, ei: ExcInfo | tuple[None, None, None]) -> str:  # noqa: N802
        kind, _, trace = ei
        places = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
        return "\n".join([kind.__name__ if kind else "no exception", *places])


def set_up(level: str = "INFO") -> None:
    """Send the process's logs to standard error through the redaction, once."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Redaction())
    handler.setFormatter(PlaceOnly("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OWN:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(True)


def keyed_hash(key: bytes, value: str) -> str:
    """HMAC-SHA256 of ``value``, 32 hex digits: how a chat may be named in Redis and logs."""
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:32]
