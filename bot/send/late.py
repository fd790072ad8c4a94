"""What comes late is bland: private words would stand in a notification by then.

Private words are only sent as the direct answer to what a client did moments ago. After a
crash or an outage nobody may be looking at the chat any more, so a cover-level line with a
button takes their place; the tap asks for them again.
"""

from __future__ import annotations

import secrets
from typing import Any

from bot.send.approved import Bubble, Key
from bot.stages.exit_word import EXIT_DATA, EXIT_TITLE
from undertone.guard import Level
from undertone.words import Speaker

LINE = "utter_officer_ping"
_DATA_BYTES = 9


def bland(action: dict[str, Any], speaker: Speaker) -> dict[str, Any]:
    """``action`` with private words replaced; its button is unknown, so a tap says it again."""
    if action["do"] == "speak":
        return {"do": "nothing"}
    if action["do"] != "show":
        return action
    bubble = Bubble.from_json(action["bubble"])
    if bubble.level is Level.COVER:
        return action
    line = speaker.say(LINE, bubble.language)
    keys = tuple(
        tuple(Key(button.title, secrets.token_urlsafe(_DATA_BYTES)) for button in row)
        for row in line.rows
    )
    keys += ((Key(EXIT_TITLE, EXIT_DATA),),)
    instead = Bubble(line.text, keys, Level.COVER, bubble.language)
    return {**action, "bubble": instead.to_json()}
