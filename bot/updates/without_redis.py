"""What still works with Redis gone: the way out, and one line at cover level.

Fails closed: nothing else is answered, nothing is stored anywhere, and the update is
handled in full once Redis is back, because Telegram still has it.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from typing import Any

from telegram.error import TelegramError

from bot.send.approved import Bubble, approve
from bot.send.sender import ClientGone, Sender
from bot.stages.exit_word import is_way_out
from bot.state.conversation import Conversation, Mode
from bot.state.store import Loaded
from bot.updates.incoming import BadUpdate, Incoming, parse
from undertone.guard import Level
from undertone.language_guess import of_phone
from undertone.languages import LANGUAGES, Language
from undertone.words import Speaker

MAX_CHATS = 5_000
MAX_MESSAGES = 300
log = logging.getLogger(__name__)


class WithoutRedis:
    """What an exit needs, in memory only: recent message ids, and the hash of an own word."""

    def __init__(
        self, sender: Sender, speaker: Speaker, word_key: bytes, served: tuple[Language, ...]
    ) -> None:
        self._sender = sender
        self._speaker = speaker
        self._word_key = word_key
        self._served = served
        self._recent: OrderedDict[int, list[int]] = OrderedDict()
        self._own_words: dict[int, dict[str, Any]] = {}
        self._told: set[int] = set()
        self._done: set[int] = set()

    def remember(self, chat_id: int | None, message_id: int | None) -> None:
        """Note a message, in either direction, so that a wipe can reach it."""
        if chat_id is None or message_id is None:
            return
        ids = self._recent.pop(chat_id, [])
        if message_id not in ids:
            ids.append(message_id)
        self._recent[chat_id] = ids[-MAX_MESSAGES:]
        if len(self._recent) > MAX_CHATS:
            oldest, _ = self._recent.popitem(last=False)
            self._own_words.pop(oldest, None)

    def remember_word(self, chat_id: int, conversation: Conversation | None) -> None:
        """Note the word that the client chose, as the keyed hash that the state has."""
        if conversation is None or conversation.own_word is None:
            self._own_words.pop(chat_id, None)
        else:
            self._own_words[chat_id] = conversation.own_word

    def is_over(self) -> None:
        """Redis is back: forget who was told."""
        if self._done:
            self._told.clear()
            self._done.clear()

    async def handle(self, update: dict[str, Any]) -> None:
        """Way out: delete what is known of the chat and fall silent. Else: one bland line."""
        if update["update_id"] in self._done:
            return
        self._done.add(update["update_id"])
        try:
            incoming = parse(update)
            if self._is_way_out(incoming):
                await self._wipe(incoming)
            elif incoming.chat_id not in self._told | self._sender.silenced:
                await self._tell(incoming)
        except (BadUpdate, TelegramError, ClientGone) as error:
            log.error("an update could not be answered: %s", type(error).__name__)

    def _is_way_out(self, incoming: Incoming) -> bool:
        """Without the state the chat's language is not known: every default word counts."""
        own_word = self._own_words.get(incoming.chat_id)
        return any(
            is_way_out(incoming, _as_if(incoming.chat_id, language, own_word), self._word_key)
            for language in LANGUAGES
        )

    async def _wipe(self, incoming: Incoming) -> None:
        self._sender.silenced.add(incoming.chat_id)
        known = self._recent.pop(incoming.chat_id, [])
        await self._sender.delete(incoming.chat_id, known, wipe=True)

    async def _tell(self, incoming: Incoming) -> None:
        self._told.add(incoming.chat_id)
        language = of_phone(incoming.language_code, self._served).code
        line = self._speaker.say("utter_unavailable", language)
        words = approve(Bubble(line.text, (), Level.COVER, language))
        self.remember(incoming.chat_id, await self._sender.send(incoming.chat_id, words))


def _as_if(chat_id: int, language: str, own_word: dict[str, Any] | None) -> Loaded:
    conversation = Conversation(chat_id, language, mode=Mode.SESSION, own_word=own_word)
    return Loaded("", 0, conversation, b"")
