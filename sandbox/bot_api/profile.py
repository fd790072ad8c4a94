"""The bot's account: getMe, name, descriptions, commands, menu button, webhook stubs."""

from __future__ import annotations

from sandbox.bot_api.answers import bad_request
from sandbox.bot_api.parameters import Parameters
from sandbox.bot_api.reach import readable_chat
from sandbox.messages import Json
from sandbox.wire import chat_json
from sandbox.world import World

MOST_COMMANDS = 100


def get_me(world: World, _: Parameters) -> Json:
    """getMe."""
    return {
        **world.bot.as_json(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(world: World, given: Parameters) -> Json:
    """getChat."""
    chat = readable_chat(world, given)
    return {**chat_json(chat), "accent_color_id": 0, "max_reaction_count": 11}


def set_my_name(world: World, given: Parameters) -> bool:
    """setMyName."""
    name, language = given.text("name"), given.text("language_code")
    if not name and not language:
        raise bad_request("name is empty")
    _set(world.bot.names, language, name, 64)
    world.phones_changed()
    return True


def get_my_name(world: World, given: Parameters) -> Json:
    """getMyName."""
    return {"name": _get(world.bot.names, given)}


def set_my_description(world: World, given: Parameters) -> bool:
    """setMyDescription: what an empty chat shows."""
    _set(world.bot.descriptions, given.text("language_code"), given.text("description"), 512)
    return True


def get_my_description(world: World, given: Parameters) -> Json:
    """getMyDescription."""
    return {"description": _get(world.bot.descriptions, given)}


def set_my_short_description(world: World, given: Parameters) -> bool:
    """setMyShortDescription: what the profile page shows."""
    text, language = given.text("short_description"), given.text("language_code")
    _set(world.bot.short_descriptions, language, text, 120)
    return True


def get_my_short_description(world: World, given: Parameters) -> Json:
    """getMyShortDescription."""
    return {"short_description": _get(world.bot.short_descriptions, given)}


def set_my_commands(world: World, given: Parameters) -> bool:
    """setMyCommands, per scope and language."""
    commands = given.parsed("commands")
    if not isinstance(commands, list) or len(commands) > MOST_COMMANDS:
        raise bad_request("expected an Array of BotCommand")
    world.bot.commands[_scope(given)] = commands
    return True


def get_my_commands(world: World, given: Parameters) -> list[Json]:
    """getMyCommands."""
    return world.bot.commands.get(_scope(given), [])


def delete_my_commands(world: World, given: Parameters) -> bool:
    """deleteMyCommands."""
    world.bot.commands.pop(_scope(given), None)
    return True


def set_chat_menu_button(world: World, given: Parameters) -> bool:
    """setChatMenuButton, for all chats alike."""
    world.bot.menu_button = given.parsed("menu_button") or {"type": "default"}
    return True


def get_chat_menu_button(world: World, _: Parameters) -> Json:
    """getChatMenuButton."""
    return world.bot.menu_button


def delete_webhook(world: World, given: Parameters) -> bool:
    """deleteWebhook: there is none, but waiting updates may be dropped."""
    if given.flag("drop_pending_updates"):
        world.updates.drop_all()
    return True


def get_webhook_info(world: World, _: Parameters) -> Json:
    """getWebhookInfo: none is set."""
    return {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": world.updates.pending,
    }


def set_webhook(_: World, given: Parameters) -> bool:
    """setWebhook: only taking it away works here."""
    if given.text("url"):
        raise bad_request("the sandbox has no webhooks; use getUpdates")
    return True


def log_out(_: World, __: Parameters) -> bool:
    """logOut and close: nothing happens."""
    return True


def _set(texts: dict[str, str], language: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise bad_request("text is too long")
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)


def _get(texts: dict[str, str], given: Parameters) -> str:
    return texts.get(given.text("language_code")) or texts.get("", "")


def _scope(given: Parameters) -> tuple[str, str]:
    scope = given.parsed("scope") or {}
    kind = scope.get("type", "default") if isinstance(scope, dict) else "default"
    return str(kind), given.text("language_code")
