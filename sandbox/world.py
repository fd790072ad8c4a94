"""Everything the sandbox knows, in memory: people, chats, messages, waiting updates.

What the bot does to it lies in ``bot_api``, what the clients do in ``client_side``.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field

from sandbox.calls import CallLog
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.limits import FloodLimits
from sandbox.media import StoredFile
from sandbox.messages import PRIVATE, Chat, Json, Message
from sandbox.phones import Phone
from sandbox.updates import UpdateQueue
from sandbox.wire import message_json, user_json

FIRST_SECOND = 1_704_067_200
GROUP_TYPES = ("group", "supergroup")


@dataclass(slots=True)
class Bot:
    """The bot's account and what it has set about itself; texts are per language code."""

    bot_id: int
    names: dict[str, str] = field(default_factory=lambda: {"": "Undertone"})
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})
    username: str = "undertone_sandbox_bot"

    def name_for(self, language_code: str) -> str:
        """Its name as a phone in this language shows it."""
        return in_language(self.names, language_code)

    def commands_for(self, language_code: str) -> list[Json]:
        """The command menu of a private chat on a phone in this language."""
        for scope in ("all_private_chats", "default"):
            for language in (language_code.split("-")[0], ""):
                if commands := self.commands.get((scope, language)):
                    return commands
        return []

    def as_json(self) -> Json:
        """The Bot API's ``User``."""
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": self.names[""],
            "username": self.username,
        }


def in_language(texts: dict[str, str], language_code: str) -> str:
    """The text for a phone's language, or the one for all others."""
    return texts.get(language_code.split("-")[0]) or texts.get("", "")


@dataclass(frozen=True, slots=True)
class CallbackQuery:
    """One tap on a button that waits for its answer."""

    phone_id: int
    at: float


class World:
    """The state of one sandbox."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.clock = Clock()
        self.faults = Faults()
        self.limits = FloodLimits()
        self.calls = CallLog()
        self.updates = UpdateQueue(self.clock)
        self.closing = asyncio.Event()
        # Ids start from the time, so that none ever comes back after a restart or a reset.
        self._next_chat = int(time.time() - FIRST_SECOND) * 100 + secrets.randbelow(50)
        self._next_message = 1
        self._phones_change = asyncio.Event()
        self._clear()

    def _clear(self) -> None:
        self.bot = Bot(int(self.token.split(":", 1)[0]))
        self.phones: dict[int, Phone] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, CallbackQuery] = {}

    def reset(self) -> None:
        """Forget everything but the counters, so that no id comes back."""
        self._clear()
        self.clock.reset()
        self.updates.drop_all()
        self.updates.allow(())
        self.faults.clear()
        self.limits.switch(per_chat=None, overall=None)
        self.calls.clear()
        self.phones_changed()

    def close(self) -> None:
        """Let go of everybody who waits, because the server stops."""
        self.closing.set()
        self.updates.release()
        self.phones_changed()
        for phone in self.phones.values():
            phone.changed()

    def add_phone(self, name: str, language_code: str) -> Phone:
        """A new phone with its private chat."""
        phone = Phone(self.new_chat_id(), name, language_code)
        self.phones[phone.phone_id] = phone
        self.chats[phone.phone_id] = Chat(phone.phone_id, PRIVATE, name, [phone.phone_id])
        self.phones_changed()
        return phone

    def remove_phone(self, phone: Phone) -> None:
        """Throw a phone away, its private chat too."""
        del self.phones[phone.phone_id]
        del self.chats[phone.phone_id]
        for chat in self.chats.values():
            if phone.phone_id in chat.members:
                chat.members.remove(phone.phone_id)
        phone.changed()
        self.phones_changed()

    def phones_changed(self) -> None:
        """Some phone came, went or shows something new: wake whoever watches them all."""
        event, self._phones_change = self._phones_change, asyncio.Event()
        event.set()

    @property
    def phones_change(self) -> asyncio.Event:
        """Set at the next change of any phone."""
        return self._phones_change

    def new_chat_id(self) -> int:
        """An id that was never used."""
        self._next_chat += 1
        return self._next_chat

    def new_message_id(self) -> int:
        """The bot account's next message id; private chats and groups share the count."""
        self._next_message += 1
        return self._next_message - 1

    def chats_of(self, phone: Phone) -> list[Chat]:
        """The chats that a phone lists, its own with the bot first."""
        return [chat for chat in self.chats.values() if phone.phone_id in chat.members]

    def view(self, phone: Phone) -> Json:
        """What a phone shows."""
        language = phone.language_code
        return {
            **phone.view(self.chats_of(phone), self.bot.name_for(language)),
            "about": in_language(self.bot.descriptions, language),
            "commands": self.bot.commands_for(language),
        }

    def sender(self, message: Message) -> Json:
        """Who sent it, as the bot sees them."""
        if message.from_bot:
            return self.bot.as_json()
        return user_json(self.phones[message.sender_id])

    def message(self, message: Message) -> Json:
        """A message as the bot sees it."""
        return message_json(message, self.chats[message.chat_id], self.sender(message))

    def post(self, chat: Chat, message: Message) -> None:
        """Put a message into its chat and onto the phones there."""
        chat.messages[message.message_id] = message
        now = self.clock.now()
        for phone in self._phones_in(chat):
            if message.sender_id == phone.phone_id:
                phone.note("sent", message, now)
            else:
                name = self.bot.name_for(phone.language_code)
                phone.receive(message, name if chat.is_private else chat.title, now)
            self.touched(phone)

    def edited(self, chat: Chat, message: Message) -> None:
        """A message was changed: let the phones see it."""
        now = self.clock.now()
        for phone in self._phones_in(chat):
            phone.see_edit(message, now)
            self.touched(phone)

    def remove(self, chat: Chat, message_id: int) -> None:
        """Delete a message for everybody; nothing happens where it is gone already."""
        message = chat.messages.pop(message_id, None)
        if message is None:
            return
        now = self.clock.now()
        for phone in self._phones_in(chat):
            phone.lose(message, now)
            self.touched(phone)

    def touched(self, phone: Phone) -> None:
        """A phone shows something new."""
        phone.changed()
        self.phones_changed()

    def _phones_in(self, chat: Chat) -> list[Phone]:
        return [self.phones[member] for member in chat.members if member in self.phones]
