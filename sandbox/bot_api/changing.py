"""Editing and deleting messages, with Telegram's rules about what is too old or gone."""

from __future__ import annotations

from sandbox.bot_api.answers import bad_request
from sandbox.bot_api.keyboards import read_markup
from sandbox.bot_api.parameters import Parameters
from sandbox.bot_api.reach import message_in, readable_chat, writable_chat
from sandbox.bot_api.sending import count_message, read_text, wants_previews
from sandbox.clock import DELETE_WITHIN
from sandbox.faults import Fault
from sandbox.messages import Chat, Json, Keyboard, Message
from sandbox.world import World

MOST_IDS = 100
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)


def edit_message_text(world: World, given: Parameters) -> Json:
    """editMessageText; without ``reply_markup`` the inline keyboard goes."""
    text = read_text(given)
    chat = writable_chat(world, given)
    message = _own_message(chat, given)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    return _change(world, chat, message, text, read_markup(given).keyboard, given)


def edit_message_reply_markup(world: World, given: Parameters) -> Json:
    """editMessageReplyMarkup; without ``reply_markup`` the inline keyboard goes."""
    chat = writable_chat(world, given)
    message = _own_message(chat, given)
    return _change(world, chat, message, message.text, read_markup(given).keyboard, None)


def delete_message(world: World, given: Parameters) -> bool:
    """deleteMessage: says truthfully whether the message went."""
    chat = readable_chat(world, given)
    message = message_in(chat, given, "delete")
    if not _can_be_deleted(world, chat, message):
        raise bad_request("message can't be deleted")
    world.remove(chat, message.message_id)
    return True


def delete_messages(world: World, given: Parameters, lie: Fault | None = None) -> bool:
    """deleteMessages: true whatever happens; unknown and too old ids are passed over."""
    chat = readable_chat(world, given)
    ids = _message_ids(given)
    kept = lie.survivors(ids) if lie is not None else set()
    for message_id in ids:
        message = chat.messages.get(message_id)
        if message and message_id not in kept and _can_be_deleted(world, chat, message):
            world.remove(chat, message_id)
    return True


def _own_message(chat: Chat, given: Parameters) -> Message:
    message = message_in(chat, given, "edit")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def _change(
    world: World,
    chat: Chat,
    message: Message,
    text: str,
    keyboard: Keyboard,
    given: Parameters | None,
) -> Json:
    if message.text == text and message.keyboard == keyboard:
        raise bad_request(NOT_MODIFIED)
    count_message(world, chat)
    message.text, message.keyboard = text, keyboard
    message.edited_at = world.clock.now()
    if given is not None:
        message.previews = wants_previews(given)
    world.edited(chat, message)
    return world.message(message)


def _message_ids(given: Parameters) -> list[int]:
    ids = given.parsed("message_ids")
    if not isinstance(ids, list) or not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > MOST_IDS:
        raise bad_request("too many messages to delete")
    try:
        return [int(one) for one in ids]
    except (TypeError, ValueError):
        raise bad_request("invalid message identifier specified") from None


def _can_be_deleted(world: World, chat: Chat, message: Message) -> bool:
    if world.clock.now() - message.date >= DELETE_WITHIN:
        return False
    # In a group the sandbox's bot is no administrator: it can only take back its own.
    return chat.is_private or message.from_bot
