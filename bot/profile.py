"""The bot's profile in every language: name, descriptions, commands, set at start.

What a profile says is seen by anybody who opens the chat or searches for the bot, so every
word passes the guard at cover level. Fails closed: a word that is held stops the start.
"""

from __future__ import annotations

import asyncio
import logging

from telegram.error import RetryAfter, TelegramError

from bot.send.approved import Bubble, GuardHeld, approve
from bot.send.profile import ProfileCalls
from undertone.guard import Level
from undertone.languages import DEFAULT, Language
from undertone.words import Speaker

COMMANDS = ("start", "language", "exit")
log = logging.getLogger(__name__)


class Profile:
    """Sets the profile; a part that Telegram has already is left alone (it limits changes)."""

    def __init__(
        self,
        calls: ProfileCalls,
        speaker: Speaker,
        name: str,
        served: tuple[Language, ...],
    ) -> None:
        self._calls = calls
        self._speaker = speaker
        self._name = name
        self._served = served

    def check(self) -> None:
        """Raises ``GuardHeld`` where the name in the settings is not fit for cover level."""
        if self._name:
            for language in self._served:
                approve(Bubble(self._name, (), Level.COVER, language.code))

    async def set(self) -> None:
        """Bring Telegram's profile up to date; a refusal is logged and harms nothing."""
        try:
            if self._name:
                await self._calls.name(self._name)
            for language in self._served:
                await self._set(language)
        except RetryAfter:
            log.warning("Telegram asks to wait with changes of the profile; next start tries again")
        except GuardHeld:
            log.error("the guard held words of the profile; the rest of it was not set")
        except TelegramError as error:
            log.warning("the profile could not be set (%s)", type(error).__name__)

    async def _set(self, language: Language) -> None:
        # Reading a lexicon takes up to half a second: nobody's exit waits for it.
        words = await asyncio.to_thread(self._approved, language)
        # Bot API: two-letter ISO 639-1 codes; without a code it is everybody's default
        if len(language.code) != 2:
            return
        code = "" if language is DEFAULT else language.code
        description, short, *commands = words
        await self._calls.descriptions(description, short, code)
        await self._calls.commands(dict(zip(COMMANDS, commands, strict=True)), code)

    def _approved(self, language: Language) -> list[str]:
        """The words of a language; raises ``GuardHeld`` where one is not fit for cover level."""
        words = self._words(language)
        for text in words:
            approve(Bubble(text, (), Level.COVER, language.code))
        return words

    def _words(self, language: Language) -> list[str]:
        names = ["description", "short", *(f"command_{command}" for command in COMMANDS)]
        return [self._speaker.say(f"utter_profile_{name}", language.code).text for name in names]
