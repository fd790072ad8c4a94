"""Calls of the Bot API that change the bot's profile, only where something differs."""

from __future__ import annotations

from telegram import Bot, BotCommand


class ProfileCalls:
    """The profile behind one token. All raise ``telegram.error.TelegramError``."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def name(self, name: str) -> None:
        """The bot's name."""
        if (await self._bot.get_my_name()).name != name:
            await self._bot.set_my_name(name)

    async def descriptions(self, description: str, short: str, language: str) -> None:
        """What an empty chat and the profile page show in ``language`` ('' = everybody)."""
        now = await self._bot.get_my_description(language_code=language or None)
        if now.description != description:
            await self._bot.set_my_description(description, language_code=language or None)
        brief = await self._bot.get_my_short_description(language_code=language or None)
        if brief.short_description != short:
            await self._bot.set_my_short_description(short, language_code=language or None)

    async def commands(self, commands: dict[str, str], language: str) -> None:
        """The list of commands in ``language`` ('' = everybody)."""
        wanted = [BotCommand(name, text) for name, text in commands.items()]
        now = await self._bot.get_my_commands(language_code=language or None)
        if list(now) != wanted:
            await self._bot.set_my_commands(wanted, language_code=language or None)
