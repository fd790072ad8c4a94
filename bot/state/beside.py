"""What is kept of a chat beside its conversation, and outlives it: a callback, small talk.

Sealed under epoch keys. What changes it is a list of commands, so that it happens in the
same step as the turn that it belongs to.
"""

from __future__ import annotations

import logging

from bot.callbacks.agreed import Callback
from bot.state import names
from bot.state.keyring import CannotOpen, Keyring
from bot.state.small_talk import KEEP_SECONDS, SmallTalk

Command = list[str | int]
"""One Redis command, as ``EVAL`` scripts call it."""
log = logging.getLogger(__name__)


class Beside:
    """Seals, opens, and says how to keep or forget."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def keep_callback(self, ref: str, callback: Callback) -> list[Command]:
        """Commands that keep the callback until it is due."""
        sealed = self._keyring.seal(callback.to_json(), f"callback|{ref}")
        return [
            ["SET", names.callback(ref), sealed],
            ["ZADD", names.CALLBACKS, str(callback.due_ms), ref],
        ]

    def forget_callback(self, ref: str) -> list[Command]:
        """Commands after which there is none."""
        return [["DEL", names.callback(ref)], ["ZREM", names.CALLBACKS, ref]]

    def open_callback(self, sealed: str | None, ref: str) -> Callback | None:
        """The callback; one that does not open is none."""
        if not sealed:
            return None
        try:
            return Callback.from_json(self._keyring.open(sealed, f"callback|{ref}"))
        except (CannotOpen, ValueError, TypeError, KeyError):
            log.error("a callback does not open")
            return None

    def keep_small_talk(self, ref: str, small_talk: SmallTalk) -> Command:
        """The command that keeps it for as long as somebody goes on writing."""
        sealed = self._keyring.seal(small_talk.to_json(), f"small_talk|{ref}")
        return ["SET", names.small_talk(ref), sealed, "EX", KEEP_SECONDS]

    def end_small_talk(self, ref: str) -> Command:
        """The command that ends it."""
        return ["DEL", names.small_talk(ref)]

    def open_small_talk(self, sealed: str | None, ref: str) -> SmallTalk | None:
        """The small talk; one that does not open is none."""
        if not sealed:
            return None
        try:
            return SmallTalk.from_json(self._keyring.open(sealed, f"small_talk|{ref}"))
        except (CannotOpen, ValueError, TypeError):
            log.error("small talk does not open")
            return None
