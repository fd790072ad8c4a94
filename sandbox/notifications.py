"""What stands on the lock screen of a phone, as Telegram for Android shows it.

A new message of a chat that is not open makes a notification. An edit rewrites one that
still stands and makes none otherwise. A deletion takes it away. Opening the chat clears
its notifications; swiping them away leaves the messages unread, and a later edit does not
bring them back. What was once shown cannot be unseen: ``seen`` keeps it.
(``NotificationsController``: processNewMessages, processEditedMessages,
removeDeletedMessagesFromNotifications.)
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Literal

from sandbox.messages import Json, Message

SEEN_KEPT = 5000

Event = Literal["shown", "rewritten", "removed", "read", "dismissed"]


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification that stands on the lock screen."""

    chat_id: int
    message_id: int
    title: str
    text: str
    silent: bool
    at: float


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that happened on the lock screen, with the text that was readable then."""

    event: Event
    chat_id: int
    message_id: int
    text: str
    silent: bool
    at: float


class LockScreen:
    """The notifications of one phone."""

    def __init__(self) -> None:
        self._standing: dict[tuple[int, int], Notification] = {}
        self.seen: deque[Seen] = deque(maxlen=SEEN_KEPT)

    @property
    def standing(self) -> list[Notification]:
        """What stands there now, oldest first."""
        return list(self._standing.values())

    def arrive(self, message: Message, title: str, at: float) -> None:
        """A message came while its chat was not open."""
        shown = Notification(
            message.chat_id, message.message_id, title, message.summary, message.silent, at
        )
        self._standing[message.chat_id, message.message_id] = shown
        self._note("shown", shown, at)

    def edited(self, message: Message, at: float) -> None:
        """A message changed: its notification is rewritten if it still stands."""
        key = (message.chat_id, message.message_id)
        old = self._standing.get(key)
        if old is None or old.text == message.summary:
            return
        self._standing[key] = replace(old, text=message.summary)
        self._note("rewritten", self._standing[key], at)

    def deleted(self, chat_id: int, message_id: int, at: float) -> None:
        """A message is gone, and its notification with it."""
        self._take(
            lambda one: (one.chat_id, one.message_id) == (chat_id, message_id), "removed", at
        )

    def read(self, chat_id: int, at: float) -> None:
        """The chat was opened."""
        self._take(lambda one: one.chat_id == chat_id, "read", at)

    def dismiss(self, at: float) -> None:
        """Everything was swiped away."""
        self._take(lambda one: True, "dismissed", at)

    def as_json(self, seen_limit: int) -> Json:
        """``tray`` and ``seen`` for the control API."""
        recent = list(self.seen)[-seen_limit:]
        return {
            "tray": [asdict(one) for one in self._standing.values()],
            "seen": [asdict(one) for one in recent],
        }

    def _take(self, which: Callable[[Notification], bool], event: Event, at: float) -> None:
        for key, one in list(self._standing.items()):
            if which(one):
                del self._standing[key]
                self._note(event, one, at)

    def _note(self, event: Event, one: Notification, at: float) -> None:
        self.seen.append(Seen(event, one.chat_id, one.message_id, one.text, one.silent, at))
