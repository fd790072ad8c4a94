"""What a client does on the phone: writing, tapping, deleting, blocking, opening a chat."""

from __future__ import annotations

import secrets

from sandbox import media
from sandbox.messages import Chat, Json, Message
from sandbox.phones import Phone
from sandbox.wire import chat_json, command_entities, inaccessible_json, message_json, user_json
from sandbox.world import GROUP_TYPES, CallbackQuery, World

LONGEST_TEXT = 4096
"""Telegram's apps cut a longer text into several messages."""


class Refused(Exception):
    """Something that cannot be done on this phone now; the text says why."""


def chat_on(world: World, phone: Phone, chat_id: int | None) -> Chat:
    """The chat that is meant: the one with the bot unless another is named."""
    chat = world.chats.get(phone.phone_id if chat_id is None else chat_id)
    if chat is None or phone.phone_id not in chat.members:
        raise Refused("this phone has no such chat")
    return chat


def says(world: World, phone: Phone, text: str, chat_id: int | None = None) -> list[Message]:
    """Send a text; a long one goes as several messages."""
    if not text.strip():
        raise Refused("the text is empty")
    chat = _writable(world, phone, chat_id)
    pieces = [text[at : at + LONGEST_TEXT] for at in range(0, len(text), LONGEST_TEXT)]
    return [_send(world, phone, chat, "text", piece, {}) for piece in pieces]


def sends(
    world: World,
    phone: Phone,
    kind: str,
    *,
    caption: str = "",
    file_size: int | None = None,
    chat_id: int | None = None,
) -> Message:
    """Send a voice note, a picture and so on, made on the spot."""
    if kind not in media.KINDS:
        raise Refused(f"kind must be one of {', '.join(media.KINDS)}")
    chat = _writable(world, phone, chat_id)
    content, stored = media.make(kind, file_size, user_json(phone))
    if stored is not None:
        world.files[stored.file_id] = stored
    return _send(world, phone, chat, kind, caption, content)


def edits(world: World, phone: Phone, message_id: int, text: str, chat_id: int | None) -> Message:
    """Change an own message."""
    chat = _writable(world, phone, chat_id)
    message = chat.messages.get(message_id)
    if message is None or message.sender_id != phone.phone_id:
        raise Refused("only an own message that is still there can be changed")
    if not text.strip():
        raise Refused("the text is empty")
    message.text, message.edited_at = text[:LONGEST_TEXT], world.clock.now()
    world.edited(chat, message)
    _tell_bot(world, chat, message, "edited_message")
    return message


def deletes(world: World, phone: Phone, message_id: int, chat_id: int | None) -> None:
    """Delete a message for both sides; in a group only an own one. The bot is not told."""
    chat = chat_on(world, phone, chat_id)
    message = chat.messages.get(message_id)
    if message is None or not (chat.is_private or message.sender_id == phone.phone_id):
        raise Refused("no such message to delete")
    world.remove(chat, message_id)


def taps(world: World, phone: Phone, message: Message, data: str) -> str:
    """Press a button with this callback data; returns the query's id."""
    chat = chat_on(world, phone, message.chat_id)
    _must_not_be_blocked(chat)
    query_id = str(secrets.randbelow(10**18) + 10**18)
    world.queries[query_id] = CallbackQuery(phone.phone_id, world.clock.now())
    phone.alert = None
    if message.message_id in chat.messages:
        seen = message_json(message, chat, world.sender(message))
    else:
        seen = inaccessible_json(message, chat)
    body: Json = {
        "id": query_id,
        "from": user_json(phone),
        "message": seen,
        "chat_instance": str(chat.chat_id * 7919),
        "data": data,
    }
    world.updates.push("callback_query", body)
    return query_id


def opens(world: World, phone: Phone, chat_id: int | None) -> None:
    """Put a chat on the screen: everything in it is read."""
    phone.open(chat_on(world, phone, chat_id).chat_id, world.clock.now())
    world.touched(phone)


def closes(world: World, phone: Phone) -> None:
    """Leave the chat, or lock the phone: what comes now makes notifications."""
    phone.open_chat = None
    world.touched(phone)


def dismisses(world: World, phone: Phone) -> None:
    """Swipe all notifications away."""
    phone.lock_screen.dismiss(world.clock.now())
    world.touched(phone)


def blocks(world: World, phone: Phone, *, blocked: bool) -> None:
    """Block the bot, or unblock it."""
    chat = world.chats[phone.phone_id]
    if not chat.started:
        raise Refused("the chat was never started")
    new = "kicked" if blocked else "member"
    if chat.bot_status == new:
        return
    old, chat.bot_status = chat.bot_status, new
    _tell_membership(world, chat, phone, old)
    world.touched(phone)


def makes_group(world: World, title: str, members: list[Phone], kind: str) -> Chat:
    """Found a group with the bot in it."""
    if kind not in GROUP_TYPES or not members:
        raise Refused("a group needs a title and at least one phone")
    chat_id = -world.new_chat_id() - (10**12 if kind == "supergroup" else 0)
    chat = Chat(chat_id, kind, title, [phone.phone_id for phone in members])
    world.chats[chat_id] = chat
    chat.bot_status, chat.started = "member", True
    _tell_membership(world, chat, members[0], "left")
    content: Json = {"new_chat_members": [world.bot.as_json()]}
    message = _fresh(world, members[0], chat, "service", "", content)
    world.post(chat, message)
    _tell_bot(world, chat, message, "message")
    return chat


def _writable(world: World, phone: Phone, chat_id: int | None) -> Chat:
    chat = chat_on(world, phone, chat_id)
    _must_not_be_blocked(chat)
    return chat


def _must_not_be_blocked(chat: Chat) -> None:
    if chat.is_private and chat.bot_status == "kicked":
        raise Refused("the bot is blocked on this phone")


def _send(world: World, phone: Phone, chat: Chat, kind: str, text: str, content: Json) -> Message:
    if chat.is_private and not chat.started:
        chat.started, chat.bot_status = True, "member"
    message = _fresh(world, phone, chat, kind, text, content)
    world.post(chat, message)
    _tell_bot(world, chat, message, "message")
    return message


def _fresh(world: World, phone: Phone, chat: Chat, kind: str, text: str, content: Json) -> Message:
    return Message(
        message_id=world.new_message_id(),
        chat_id=chat.chat_id,
        sender_id=phone.phone_id,
        from_bot=False,
        date=world.clock.now(),
        kind=kind,
        text=text,
        content=content,
    )


def _tell_bot(world: World, chat: Chat, message: Message, kind: str) -> None:
    if chat.bot_status == "member" and (chat.is_private or _meant_for_bot(world, message)):
        world.updates.push(kind, message_json(message, chat, world.sender(message)))


def _meant_for_bot(world: World, message: Message) -> bool:
    # Privacy mode, Telegram's default: in groups a bot sees commands, mentions and joins only.
    return (
        message.kind == "service"
        or f"@{world.bot.username}" in message.text
        or bool(command_entities(message.text))
    )


def _tell_membership(world: World, chat: Chat, by: Phone, old: str) -> None:
    user = world.bot.as_json()

    def member(status: str) -> Json:
        until: Json = {"until_date": 0} if status == "kicked" else {}
        return {"user": user, "status": status, **until}

    body: Json = {
        "chat": chat_json(chat),
        "from": user_json(by),
        "date": int(world.clock.now()),
        "old_chat_member": member(old),
        "new_chat_member": member(chat.bot_status),
    }
    world.updates.push("my_chat_member", body)
