"""answerCallbackQuery, getFile and leaveChat."""

from __future__ import annotations

from sandbox.bot_api.answers import bad_request
from sandbox.bot_api.parameters import Parameters
from sandbox.bot_api.reach import readable_chat
from sandbox.clock import CALLBACK_ANSWERED_WITHIN
from sandbox.media import LARGEST_DOWNLOAD
from sandbox.messages import Json
from sandbox.world import World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(world: World, given: Parameters) -> bool:
    """answerCallbackQuery: once, in time; its text is shown over the chat."""
    query = world.queries.pop(given.text("callback_query_id"), None)
    if query is None or world.clock.now() - query.at > CALLBACK_ANSWERED_WITHIN:
        raise bad_request(TOO_OLD)
    phone = world.phones.get(query.phone_id)
    if phone is not None and given.text("text"):
        phone.alert = given.text("text")[:200]
        world.touched(phone)
    return True


def get_file(world: World, given: Parameters) -> Json:
    """getFile; files over 20 MB cannot be had."""
    stored = world.files.get(given.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return stored.as_json(with_path=True)


def leave_chat(world: World, given: Parameters) -> bool:
    """leaveChat, for groups."""
    chat = readable_chat(world, given)
    if chat.is_private:
        raise bad_request("chat is a private chat, can't leave it")
    chat.bot_status = "left"
    return True
