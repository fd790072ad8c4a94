"""Voice notes of a client: fetched, sealed for the officer, never opened here.

Fails closed: what cannot be fetched or sealed is not stored, and the client is told.
"""

from __future__ import annotations

import logging

from telegram.error import TelegramError

from bot.dialogue import Reply
from bot.send.sender import TooLarge
from bot.state.conversation import Mode
from bot.turn import Rooms, Turn
from bot.updates.incoming import VoiceNote
from undertone.sealing.errors import SealingError

MOST_BYTES = 1_400_000
"""As base64 in JSON it still fits the largest sealed size; some six minutes and more."""
log = logging.getLogger(__name__)


async def keep(turn: Turn, rooms: Rooms, voice: VoiceNote) -> None:
    """Pass the note on to the case, or say kindly why not.

    Before the client said yes to an officer nothing is kept that they said.
    """
    conversation = turn.conversation
    if conversation.case is None or not (conversation.consented or conversation.mode is Mode.RELAY):
        turn.replies.append(Reply("utter_voice_not_yet"))
        return
    try:
        sound = await rooms.sender.fetch(voice.file_id, MOST_BYTES)
        turn.to_console.append(rooms.desk.voice_note(conversation, sound, voice.seconds))
    except TooLarge:
        turn.replies.append(Reply("utter_voice_too_long"))
    except TelegramError as error:
        log.error("a voice note was not fetched (%s)", type(error).__name__)
        turn.replies.append(Reply("utter_not_sent"))
    except SealingError as error:
        log.error("sealing failed (%s); nothing was stored", type(error).__name__)
        turn.replies.append(Reply("utter_not_stored"))
    else:
        turn.replies.append(Reply("utter_voice_kept"))
