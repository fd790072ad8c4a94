"""Finding the button that a client means, on the newest message that has it."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.client_side import Refused
from sandbox.messages import Chat, Json, Message


def labelled(chat: Chat, label: str, message_id: int | None = None) -> tuple[Message, str]:
    """Message and callback data of the button with this label: the whole of it, else a part.

    Raises ``Refused`` where no such button is on the screen.
    """
    wanted = label.strip().casefold()
    for message, key in _buttons(chat, message_id):
        if wanted == str(key["text"]).strip().casefold():
            return message, _data(key)
    for message, key in _buttons(chat, message_id):
        if wanted in str(key["text"]).casefold():
            return message, _data(key)
    raise Refused(f"no such button on the screen: {label}")


def numbered(chat: Chat, number: int, message_id: int | None = None) -> tuple[Message, str]:
    """Message and callback data of button ``number`` of the newest message that has so many.

    Raises ``Refused`` where there is none.
    """
    for message in _with_buttons(chat, message_id):
        keys = [key for row in message.keyboard for key in row]
        if 0 <= number < len(keys):
            return message, _data(keys[number])
    raise Refused(f"no such button on the screen: number {number}")


def message_or_gone(chat: Chat, message_id: int | None) -> Message:
    """The message to tap on; where it is gone meanwhile, an empty one with its id.

    Telegram delivers a tap on a message that was deleted a moment ago all the same.
    """
    if message_id is None:
        newest = next(reversed(chat.messages.values()), None)
        return newest or Message(0, chat.chat_id, 0, from_bot=True, date=0)
    gone = Message(message_id, chat.chat_id, 0, from_bot=True, date=0)
    return chat.messages.get(message_id, gone)


def _with_buttons(chat: Chat, message_id: int | None) -> Iterator[Message]:
    for message in reversed(chat.messages.values()):
        if message.keyboard and message_id in (None, message.message_id):
            yield message


def _buttons(chat: Chat, message_id: int | None) -> Iterator[tuple[Message, Json]]:
    for message in _with_buttons(chat, message_id):
        for row in message.keyboard:
            for key in row:
                yield message, key


def _data(key: Json) -> str:
    data = key.get("callback_data")
    if not isinstance(data, str):
        raise Refused("this button opens something on the phone and tells the bot nothing")
    return data
