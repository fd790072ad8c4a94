"""sendMessage and the methods that send files."""

from __future__ import annotations

import re
from typing import Any

from sandbox import media
from sandbox.bot_api.answers import bad_request, too_many_requests
from sandbox.bot_api.keyboards import read_markup
from sandbox.bot_api.parameters import Parameters
from sandbox.bot_api.reach import writable_chat
from sandbox.messages import Chat, Json, Message
from sandbox.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024

_REMOVED = re.compile("[\u2028-\u202e\r]")
_BLANKED = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")


def clean_text(text: str) -> str:
    """A bot's text as Telegram keeps it: no control characters or direction overrides, trimmed."""
    return _BLANKED.sub(" ", _REMOVED.sub("", text)).strip()


def read_text(given: Parameters, name: str = "text") -> str:
    """The text of a message.

    Raises ``ApiError`` for an empty or overlong one, and for ``parse_mode``: the sandbox does
    not parse marked-up text, and sending it on unparsed would be a lie.
    """
    if given.text("parse_mode"):
        raise bad_request("the sandbox has no parse_mode; send plain text")
    text = clean_text(given.text(name))
    if not text:
        raise bad_request("message text is empty")
    if len(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text


def count_message(world: World, chat: Chat) -> None:
    """Count one message against the flood limits.

    Raises ``ApiError`` (429) where it is one too many.
    """
    wait = world.limits.take(chat.chat_id, world.clock.now())
    if wait:
        raise too_many_requests(wait)


def wants_previews(given: Parameters) -> bool:
    """Whether links may be shown with a preview."""
    options: Any = given.parsed("link_preview_options")
    if isinstance(options, dict):
        return not options.get("is_disabled", False)
    return not given.flag("disable_web_page_preview")


def send_message(world: World, given: Parameters) -> Json:
    """sendMessage."""
    text = read_text(given)
    return _post(world, writable_chat(world, given), given, "text", text, {})


def send_file(kind: str, world: World, given: Parameters) -> Json:
    """sendVoice, sendDocument and the like: the file is kept, its content is not looked at."""
    chat = writable_chat(world, given)
    caption = clean_text(given.text("caption"))
    if len(caption) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    content, stored = media.make(kind, None, world.bot.as_json())
    uploaded = _uploaded(given, kind)
    if stored is not None and uploaded is not None:
        stored = media.store(kind, "bin", uploaded, None)
        described = {**_one(content[kind]), **stored.as_json()}
        content = {kind: [described] if kind == "photo" else described}
    if stored is not None:
        world.files[stored.file_id] = stored
    return _post(world, chat, given, kind, caption, content)


def send_chat_action(world: World, given: Parameters) -> bool:
    """sendChatAction: checked, then nothing to be seen."""
    writable_chat(world, given)
    return True


def _one(described: Any) -> Json:
    return dict(described[0] if isinstance(described, list) else described)


def _uploaded(given: Parameters, kind: str) -> bytes | None:
    reference = given.text(kind)
    if reference.startswith("attach://"):
        return given.files.get(reference.removeprefix("attach://"))
    if kind in given.files:
        return given.files[kind]
    if not reference:
        raise bad_request(f"there is no {kind} in the request")
    return None


def _post(world: World, chat: Chat, given: Parameters, kind: str, text: str, content: Json) -> Json:
    markup = read_markup(given)
    count_message(world, chat)
    message = Message(
        message_id=world.new_message_id(),
        chat_id=chat.chat_id,
        sender_id=world.bot.bot_id,
        from_bot=True,
        date=world.clock.now(),
        kind=kind,
        text=text,
        content=content,
        keyboard=markup.keyboard,
        silent=given.flag("disable_notification"),
        protected=given.flag("protect_content"),
        previews=wants_previews(given),
    )
    if markup.reply_keyboard is not None:
        chat.reply_keyboard = markup.reply_keyboard
    world.post(chat, message)
    return world.message(message)
