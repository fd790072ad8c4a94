"""Which chats and messages a call may reach, and the errors where it may not."""

from __future__ import annotations

from sandbox.bot_api.answers import ApiError, bad_request
from sandbox.bot_api.parameters import Parameters
from sandbox.messages import Chat, Message
from sandbox.world import World


def readable_chat(world: World, given: Parameters) -> Chat:
    """The chat named by ``chat_id``.

    Raises ``ApiError`` where the bot does not know it.
    """
    if not given.text("chat_id").strip():
        raise bad_request("chat_id is empty")
    chat = world.chats.get(given.number("chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    if not chat.is_private and chat.bot_status == "left":
        raise ApiError(403, f"Forbidden: bot is not a member of the {chat.type} chat")
    return chat


def writable_chat(world: World, given: Parameters) -> Chat:
    """The chat named by ``chat_id``, to send something there.

    Raises ``ApiError`` where the person blocked the bot or never started it.
    """
    chat = readable_chat(world, given)
    if chat.bot_status == "kicked":
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    if not chat.started:
        raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
    return chat


def message_in(chat: Chat, given: Parameters, action: str) -> Message:
    """The message named by ``message_id``; ``action`` is ``edit`` or ``delete``.

    Raises ``ApiError`` where it is gone or never was.
    """
    if not given.text("message_id").strip():
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(given.number("message_id"))
    if message is None:
        raise bad_request(f"message to {action} not found")
    return message
