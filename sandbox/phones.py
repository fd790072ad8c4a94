"""A client's phone: what is on its screen, what is unread, what it ever showed."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from typing import Literal

from sandbox.messages import Chat, Json, Message
from sandbox.notifications import LockScreen

MESSAGES_IN_VIEW = 200
"""A view carries only the newest messages of each chat; a phone shows no more at once."""
SEEN_IN_VIEW = 100
SHOWN_KEPT = 20_000

ShownEvent = Literal["sent", "edited", "deleted", "answer"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One text that stood (or, for ``deleted``, stood until then) on the phone's screen."""

    event: ShownEvent
    chat_id: int
    message_id: int
    from_bot: bool
    text: str
    labels: tuple[str, ...]
    at: float


@dataclass(slots=True)
class Phone:
    """One phone with one account; ``phone_id`` is the user id and the private chat's id."""

    phone_id: int
    name: str
    language_code: str
    open_chat: int | None = None
    alert: str | None = None
    version: int = 1
    answers: int = 0
    """How many messages and edits of the bot have arrived."""
    answered_at: float = 0.0
    """Real time of the newest of them."""
    lock_screen: LockScreen = field(default_factory=LockScreen)
    unread: set[tuple[int, int]] = field(default_factory=set)
    shown: deque[Shown] = field(default_factory=lambda: deque(maxlen=SHOWN_KEPT))
    _change: asyncio.Event = field(default_factory=asyncio.Event)

    def changed(self) -> None:
        """Something on it is different: give it a new version and wake whoever watches."""
        self.version += 1
        event, self._change = self._change, asyncio.Event()
        event.set()

    async def wait_beyond(self, version: int, timeout: float) -> None:
        """Return once its version is greater than ``version``, or after ``timeout`` seconds."""
        try:
            async with asyncio.timeout(timeout):
                while self.version <= version:
                    await self._change.wait()
        except TimeoutError:
            return

    def note(self, event: ShownEvent, message: Message, at: float) -> None:
        """Remember that this text stood on the screen, or went from it."""
        labels = tuple(str(key["text"]) for row in message.keyboard for key in row)
        self.shown.append(
            Shown(
                event,
                message.chat_id,
                message.message_id,
                message.from_bot,
                message.summary,
                labels,
                at,
            )
        )

    def _count_answer(self, message: Message) -> None:
        if message.from_bot:
            self.answers += 1
            self.answered_at = time.time()

    def receive(self, message: Message, title: str, at: float) -> None:
        """A message of somebody else arrives: read at once if its chat is open."""
        self.note("sent", message, at)
        self._count_answer(message)
        if self.open_chat != message.chat_id:
            self.unread.add((message.chat_id, message.message_id))
            self.lock_screen.arrive(message, title, at)

    def see_edit(self, message: Message, at: float) -> None:
        """A message that it holds was changed."""
        self.note("edited", message, at)
        self._count_answer(message)
        self.lock_screen.edited(message, at)

    def lose(self, message: Message, at: float) -> None:
        """A message is deleted for everybody."""
        self.note("deleted", message, at)
        self.unread.discard((message.chat_id, message.message_id))
        self.lock_screen.deleted(message.chat_id, message.message_id, at)

    def open(self, chat_id: int, at: float) -> None:
        """Put a chat on the screen: its messages are read, its notifications go."""
        self.open_chat = chat_id
        self.unread = {entry for entry in self.unread if entry[0] != chat_id}
        self.lock_screen.read(chat_id, at)

    def view(self, chats: list[Chat], bot_name: str) -> Json:
        """Everything that can be seen on it now."""
        return {
            "id": self.phone_id,
            "name": self.name,
            "language_code": self.language_code,
            "version": self.version,
            "blocked": any(chat.is_private and chat.bot_status == "kicked" for chat in chats),
            "open_chat": self.open_chat,
            "alert": self.alert,
            "chats": [self._chat_view(chat, bot_name) for chat in chats],
            **self.lock_screen.as_json(SEEN_IN_VIEW),
        }

    def history(self) -> list[Json]:
        """Every text that ever stood on its screen, oldest first."""
        return [asdict(one) for one in self.shown]

    def _chat_view(self, chat: Chat, bot_name: str) -> Json:
        newest = list(chat.messages.values())[-MESSAGES_IN_VIEW:]
        return {
            "id": chat.chat_id,
            "type": chat.type,
            "title": bot_name if chat.is_private else chat.title,
            "started": chat.started,
            "unread": sum(1 for chat_id, _ in self.unread if chat_id == chat.chat_id),
            "reply_keyboard": chat.reply_keyboard,
            "messages": [self._message_view(message) for message in newest],
        }

    def _message_view(self, message: Message) -> Json:
        return {
            "id": message.message_id,
            "chat_id": message.chat_id,
            "kind": message.kind,
            "text": message.text,
            "from_bot": message.from_bot,
            "own": message.sender_id == self.phone_id,
            "buttons": [
                [
                    {"text": key["text"], "data": key.get("callback_data"), "url": key.get("url")}
                    for key in row
                ]
                for row in message.keyboard
            ],
            "at": message.date,
            "edited": message.edited_at is not None,
            "silent": message.silent,
            "protected": message.protected,
            "previews": message.previews,
            "read": (message.chat_id, message.message_id) not in self.unread,
        }
