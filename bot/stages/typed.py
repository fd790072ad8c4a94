"""What a client types instead of tapping: the words on a button, a language, a day, a window.

Whatever is not exactly that goes to the dialogue as it is.
"""

from __future__ import annotations

from datetime import date

from bot import clock
from bot.state.conversation import Conversation
from undertone.exit_word import normalise
from undertone.language_guess import named_language
from undertone.languages import Language
from undertone.uk_windows import Window, today
from undertone.words import choice_of, choice_payload
from undertone.words.times_meant import day_meant, window_meant

LONGEST = 60
"""Letters of what can be the words on a button, or a day."""


def payload_for(text: str, conversation: Conversation, served: tuple[Language, ...]) -> str:
    """The payload of the button that ``text`` stands for; empty where it stands for none."""
    if len(text) > LONGEST or not conversation.buttons:
        return ""
    if payload := conversation.titles.get(normalise(text), ""):
        return payload
    offered = {choice_of(payload) for payload in conversation.buttons.values()}
    for choice in _choices(text, conversation.language, offered, served):
        if choice in offered:
            return choice_payload(choice)
    return ""


def _choices(
    text: str, language: str, offered: set[str], served: tuple[Language, ...]
) -> list[str]:
    named = named_language(text, served)
    window = window_meant(text, language) if offered & set(Window) else None
    days = [date.fromisoformat(choice) for choice in offered if _is_date(choice)]
    day = day_meant(text, language, days, today(clock.now())) if days else None
    return [
        *([named.code] if named else []),
        *([window.value] if window else []),
        *([day.isoformat()] if day else []),
    ]


def _is_date(choice: str) -> bool:
    try:
        date.fromisoformat(choice)
    except ValueError:
        return False
    return True
