"""Calls of the Bot API, each with the errors that its caller must tell apart."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from telegram import LinkPreviewOptions
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.send.approved import Approved
from bot.send.lanes import TIDY, WIPE, Lanes
from bot.send.profile import ProfileCalls
from undertone.guard import Level

BATCH = 100
"""``deleteMessages`` takes at most 100 ids (Bot API)."""
POLL_SECONDS = 25
CONNECTIONS = 64
VOICE_NAME = "voice.ogg"
"""The name of every recording: a file's own would tell what it says."""
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TooLarge(Exception):
    """A file is larger than what is taken in."""


class BubbleGone(Exception):
    """The message to edit is no longer in the chat, or too old to edit."""


class ClientGone(Exception):
    """The client blocked the bot or deleted the account; nothing can be sent."""


class PrivateMustBeAnEdit(Exception):
    """Private words were about to be sent as a new message, which makes a notification."""


class Silenced(NetworkError):
    """The client left while Redis was gone: nothing is sent until the exit is written down."""

    def __init__(self) -> None:
        super().__init__("the chat is silenced")


class Sender:
    """The Bot API behind one token."""

    def __init__(self, token: str, api_base: str, lanes: Lanes) -> None:
        self.on_sent: Callable[[int, int], None] = lambda chat_id, message_id: None
        """Told the chat and id of every new message."""
        self.silenced: set[int] = set()
        """Chats that get nothing new; deleting goes on."""
        # python-telegram-bot gives retry_after as a timedelta once this is set
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        # raw updates are wanted: the library's own parsing logs a bad one whole
        warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'")
        self._bot: ExtBot[str] = ExtBot(
            token,
            base_url=f"{api_base}/bot",
            base_file_url=f"{api_base}/file/bot",
            request=HTTPXRequest(connection_pool_size=CONNECTIONS, pool_timeout=10),
            get_updates_request=HTTPXRequest(connection_pool_size=2),
            rate_limiter=lanes,
        )

        self.profile = ProfileCalls(self._bot)

    async def start(self) -> None:
        """Open connections and check the token. Raises ``telegram.error.InvalidToken``."""
        await self._bot.initialize()

    async def stop(self) -> None:
        """Close connections."""
        await self._bot.shutdown()

    async def answers(self) -> bool:
        """Whether Telegram can be reached now."""
        try:
            await self._bot.get_me()
        except TelegramError:
            return False
        return True

    async def updates(self, offset: int) -> list[Any]:
        """Raw updates from ``offset`` on; asking confirms all before it (long poll)."""
        answer: Any = await self._bot.do_api_request(
            "getUpdates",
            api_kwargs={
                "offset": offset,
                "timeout": POLL_SECONDS,
                "allowed_updates": [
                    "message",
                    "edited_message",
                    "callback_query",
                    "my_chat_member",
                ],
            },
            read_timeout=POLL_SECONDS + 10,
        )
        return answer if isinstance(answer, list) else []

    async def send(self, chat_id: int, words: Approved) -> int:
        """Send a new message; its id. Cover level only.

        Raises ``PrivateMustBeAnEdit``, ``ClientGone`` or ``telegram.error.TelegramError``.
        """
        self._must_not_be_silenced(chat_id)
        if words.bubble.level is not Level.COVER:
            raise PrivateMustBeAnEdit
        try:
            message = await self._bot.send_message(
                chat_id,
                words.bubble.text,
                reply_markup=words.markup,
                protect_content=True,
                link_preview_options=NO_PREVIEW,
            )
        except Forbidden as error:
            raise ClientGone from error
        self.on_sent(chat_id, message.message_id)
        return message.message_id

    async def speak(self, chat_id: int, sound: Path) -> int:
        """Send a recording without a sound or a word of its own; its id.

        Raises ``ClientGone`` or ``telegram.error.TelegramError``.
        """
        self._must_not_be_silenced(chat_id)
        try:
            message = await self._bot.send_voice(
                chat_id,
                sound,
                filename=VOICE_NAME,
                disable_notification=True,
                protect_content=True,
            )
        except Forbidden as error:
            raise ClientGone from error
        self.on_sent(chat_id, message.message_id)
        return message.message_id

    async def edit(self, chat_id: int, message_id: int, words: Approved) -> None:
        """Change a message of ours. Raises ``BubbleGone`` or ``ClientGone``."""
        self._must_not_be_silenced(chat_id)
        try:
            await self._bot.edit_message_text(
                words.bubble.text,
                chat_id,
                message_id,
                reply_markup=words.markup,
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest as error:
            if "not modified" in error.message.lower():
                return
            raise BubbleGone from error
        except Forbidden as error:
            raise ClientGone from error

    async def delete(self, chat_id: int, message_ids: list[int], *, wipe: bool = False) -> None:
        """Ask for deletion in batches. Proves nothing: see ``is_gone``. Raises ``ClientGone``.

        ``wipe``: ahead of the tidying of other chats.
        """
        try:
            for start in range(0, len(message_ids), BATCH):
                await self._bot.delete_messages(
                    chat_id,
                    message_ids[start : start + BATCH],
                    rate_limit_args=WIPE if wipe else TIDY,
                )
        except Forbidden as error:
            raise ClientGone from error

    async def is_gone(self, chat_id: int, message_id: int, *, wipe: bool = False) -> bool:
        """Delete one message and say whether it is gone now.

        A single ``deleteMessage`` errs, unlike the batch: "not found" means gone, "can't be
        deleted" means that it survives. Raises ``ClientGone``.
        """
        try:
            await self._bot.delete_message(
                chat_id, message_id, rate_limit_args=WIPE if wipe else TIDY
            )
        except BadRequest as error:
            return "not found" in error.message.lower()
        except Forbidden as error:
            raise ClientGone from error
        return True

    async def fetch(self, file_id: str, most: int) -> bytes:
        """The content of a file that a client sent, at most ``most`` bytes.

        Telegram says the size before the file is fetched. Raises ``TooLarge`` or
        ``telegram.error.TelegramError``.
        """
        file = await self._bot.get_file(file_id)
        if file.file_size is not None and file.file_size > most:
            raise TooLarge
        content = bytes(await file.download_as_bytearray())
        if len(content) > most:
            raise TooLarge
        return content

    async def acknowledge(self, callback_id: str) -> None:
        """Stop the button's spinner; nothing is shown. Failure does no harm."""
        try:
            await self._bot.answer_callback_query(callback_id)
        except TelegramError:
            return

    def _must_not_be_silenced(self, chat_id: int) -> None:
        if chat_id in self.silenced:
            raise Silenced

    async def leave(self, chat_id: int) -> None:
        """Leave a group: this service is for private chats only."""
        try:
            await self._bot.leave_chat(chat_id)
        except TelegramError:
            return
