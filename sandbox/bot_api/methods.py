"""The methods the sandbox knows, by lower-case name (Telegram's names ignore case)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sandbox.bot_api import answering, changing, profile, sending
from sandbox.bot_api.parameters import Parameters
from sandbox.world import World

Method = Callable[[World, Parameters], Any]

METHODS: dict[str, Method] = {
    "getme": profile.get_me,
    "getchat": profile.get_chat,
    "sendmessage": sending.send_message,
    "sendvoice": partial(sending.send_file, "voice"),
    "senddocument": partial(sending.send_file, "document"),
    "sendphoto": partial(sending.send_file, "photo"),
    "sendaudio": partial(sending.send_file, "audio"),
    "sendvideo": partial(sending.send_file, "video"),
    "sendchataction": sending.send_chat_action,
    "editmessagetext": changing.edit_message_text,
    "editmessagereplymarkup": changing.edit_message_reply_markup,
    "deletemessage": changing.delete_message,
    "deletemessages": changing.delete_messages,
    "answercallbackquery": answering.answer_callback_query,
    "getfile": answering.get_file,
    "leavechat": answering.leave_chat,
    "setmyname": profile.set_my_name,
    "getmyname": profile.get_my_name,
    "setmydescription": profile.set_my_description,
    "getmydescription": profile.get_my_description,
    "setmyshortdescription": profile.set_my_short_description,
    "getmyshortdescription": profile.get_my_short_description,
    "setmycommands": profile.set_my_commands,
    "getmycommands": profile.get_my_commands,
    "deletemycommands": profile.delete_my_commands,
    "setchatmenubutton": profile.set_chat_menu_button,
    "getchatmenubutton": profile.get_chat_menu_button,
    "setwebhook": profile.set_webhook,
    "deletewebhook": profile.delete_webhook,
    "getwebhookinfo": profile.get_webhook_info,
    "logout": profile.log_out,
    "close": profile.log_out,
}
