"""Render and guard: replies become the words of one bubble with opaque buttons, approved.

Fails closed: private words outside a session, and words that the guard holds, are replaced
by a plain line of the right level and an error is logged under the response's name.
"""

from __future__ import annotations

import logging
import secrets
from datetime import date

from bot import clock
from bot.dialogue import Reply
from bot.send.approved import Bubble, GuardHeld, Key, approve
from bot.stages.exit_word import EXIT_DATA, EXIT_TITLE
from bot.turn import Rooms, Turn
from undertone.directory import emergency, shareable
from undertone.exit_word import default_word, normalise
from undertone.guard import Level
from undertone.uk_windows import Window
from undertone.words import Button, Line, Speaker
from undertone.words.speaker import isolated, ltr
from undertone.words.times import day_label, window_label

MAX_TEXT = 4096
"""Longest text of a Telegram message (Bot API)."""
_DATA_BYTES = 9

log = logging.getLogger(__name__)


def run(turn: Turn, rooms: Rooms) -> Bubble | None:
    """The bubble that ``turn`` leads to; None where nothing is said."""
    if not turn.replies:
        return None
    _stay_at_level(turn, rooms.speaker)
    bubble = compose(turn, rooms.speaker)
    try:
        approve(bubble)
    except GuardHeld:
        log.error("the guard held %s", ", ".join(reply.response for reply in turn.replies))
        turn.replies[:] = [_plain(turn)]
        bubble = compose(turn, rooms.speaker)
    return bubble


def compose(turn: Turn, speaker: Speaker) -> Bubble:
    """Text of all replies, buttons of the last one that has some, and ✖ inside a session."""
    lines = [_say(turn, reply, speaker) for reply in turn.replies]
    private = any(line.level is Level.PRIVATE for line in lines)
    rows: tuple[tuple[Button, ...], ...] = next(
        (line.rows for line in reversed(lines) if line.rows), ()
    )
    turn.conversation.buttons = {}
    turn.conversation.titles = {}
    keys = tuple(tuple(_key(turn, button) for button in row) for row in rows)
    if private or turn.conversation.is_open:
        keys += ((Key(EXIT_TITLE, EXIT_DATA),),)
    text = "\n\n".join(line.text for line in lines)[:MAX_TEXT]
    level = Level.PRIVATE if private else Level.COVER
    return Bubble(text, keys, level, turn.conversation.language)


def _stay_at_level(turn: Turn, speaker: Speaker) -> None:
    if turn.conversation.is_open:
        return
    allowed = [r for r in turn.replies if speaker.level(r.response) is Level.COVER]
    if len(allowed) != len(turn.replies):
        log.error("private words outside a session were held back")
        turn.replies[:] = allowed or [Reply("utter_hello_again")]


def _plain(turn: Turn) -> Reply:
    return Reply("utter_menu" if turn.conversation.is_open else "utter_hello_again")


def _say(turn: Turn, reply: Reply, speaker: Speaker) -> Line:
    language = turn.conversation.language
    variables = {
        name: isolated(_in_words(name, value, language)) for name, value in reply.variables.items()
    }
    variables["exit_word"] = isolated(turn.conversation.exit_word or default_word(language))
    variables["likely_languages"] = " ".join(turn.conversation.likely_languages)
    variables["emergency_number"] = ltr(emergency().number)
    variables["numbers"] = "\n".join(
        speaker.say(f"utter_number_{entry.key}", language, {"number": ltr(entry.number)}).text
        for entry in shareable(clock.now().date())
    )
    return speaker.say(reply.response, language, variables)


def _in_words(name: str, value: str, language: str) -> str:
    """Days and windows travel as data and are said as a client reads them."""
    if name == "day":
        return day_label(date.fromisoformat(value), language)
    return window_label(Window(value)) if name == "window" else value


def _key(turn: Turn, button: Button) -> Key:
    data = secrets.token_urlsafe(_DATA_BYTES)
    turn.conversation.buttons[data] = button.payload
    turn.conversation.titles[normalise(button.title)] = button.payload
    return Key(button.title, data)
