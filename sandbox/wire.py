"""Bot API objects: how people, chats and messages look to the bot."""

from __future__ import annotations

import re

from sandbox.messages import Chat, Json, Message
from sandbox.phones import Phone

COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?!\S)")
CAPTIONED = frozenset({"voice", "photo", "document", "video", "audio"})


def utf16_length(text: str) -> int:
    """Length as Telegram counts entities: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def user_json(phone: Phone) -> Json:
    """A person."""
    user: Json = {"id": phone.phone_id, "is_bot": False, "first_name": phone.name}
    if phone.language_code:
        user["language_code"] = phone.language_code
    return user


def chat_json(chat: Chat) -> Json:
    """A chat."""
    name = "first_name" if chat.is_private else "title"
    result: Json = {"id": chat.chat_id, "type": chat.type, name: chat.title}
    if chat.type == "group":
        result["all_members_are_administrators"] = True
    return result


def message_json(message: Message, chat: Chat, sender: Json) -> Json:
    """A message."""
    result: Json = {
        "message_id": message.message_id,
        "from": sender,
        "chat": chat_json(chat),
        "date": int(message.date),
    }
    if message.edited_at is not None:
        result["edit_date"] = int(message.edited_at)
    if message.protected:
        result["has_protected_content"] = True
    result.update(_content(message))
    if message.keyboard:
        result["reply_markup"] = {"inline_keyboard": message.keyboard}
    return result


def inaccessible_json(message: Message, chat: Chat) -> Json:
    """A message that the bot can no longer see."""
    return {"chat": chat_json(chat), "message_id": message.message_id, "date": 0}


def _content(message: Message) -> Json:
    if message.kind == "service":
        return message.content
    if message.kind != "text":
        result = dict(message.content)
        if message.text and message.kind in CAPTIONED:
            result["caption"] = message.text
        return result
    result = {"text": message.text}
    if not message.previews and message.from_bot:
        result["link_preview_options"] = {"is_disabled": True}
    entities = command_entities(message.text)
    if entities:
        result["entities"] = entities
    return result


def command_entities(text: str) -> list[Json]:
    """The commands in a text."""
    if "/" not in text:
        return []
    return [
        {
            "type": "bot_command",
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found.group()),
        }
        for found in COMMAND.finditer(text)
    ]
