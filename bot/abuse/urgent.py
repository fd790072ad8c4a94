"""What is heard even where a limit or a block holds everything else back.

The way out is looked at before this and has no limit at all. Words of danger, and taps on
the buttons that stand on the screen, have a limit of their own, far above what a person in
danger sends; without one they would be the way around all others.
"""

from __future__ import annotations

from bot.send.lanes import Bucket
from bot.stages.rate_limit import MAX_CHATS
from bot.state.store import Loaded
from bot.updates.incoming import Incoming, Kind
from undertone.danger_words import is_danger

AT_ONCE = 10
PER_SECOND = 0.5


class Urgent:
    """Says which updates pass."""

    def __init__(self) -> None:
        self._buckets: dict[str, Bucket] = {}

    def passes(self, incoming: Incoming, loaded: Loaded) -> bool:
        """Whether this one is heard whatever holds the chat back."""
        return is_urgent(incoming, loaded) and self._allows(loaded.ref)

    def _allows(self, ref: str) -> bool:
        bucket = self._buckets.pop(ref, None) or Bucket(PER_SECOND, AT_ONCE)
        if len(self._buckets) >= MAX_CHATS:
            self._buckets.pop(next(iter(self._buckets)))
        self._buckets[ref] = bucket
        return bucket.take()


def is_urgent(incoming: Incoming, loaded: Loaded) -> bool:
    """Words of danger in any language, or a button that stands on the screen now."""
    if incoming.kind is Kind.BUTTON:
        known = loaded.conversation.buttons if loaded.conversation else {}
        return incoming.callback_data in known
    if incoming.kind in (Kind.TEXT, Kind.COMMAND, Kind.EDITED):
        return is_danger(incoming.text)
    return False
