"""Effects of the dialogue that agree or cancel a callback.

Fails towards the truth: what cannot be kept is refused in the same turn, in place of the
words that say it was agreed.
"""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from bot import clock
from bot.callbacks.agreed import MOST_ATTEMPTS, Callback, Opening, Way
from bot.callbacks.numbers import BadNumber, dialled
from bot.cases.brief import wait_for_officer
from bot.dialogue import Reply
from bot.turn import Rooms, Turn
from undertone.streams.messages import Urgency
from undertone.uk_windows import TooFar, TooLate, Window, must_be_open

TOO_LATE = "utter_callback_too_late"
BAD_NUMBER = "utter_callback_bad_number"
Effect = dict[str, Any]
log = logging.getLogger(__name__)


def schedule(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    """Agree a callback in place of any earlier one. Raises ``SealingError``."""
    try:
        callback = _read(turn, effect)
        number = dialled(str(effect["number"])) if callback.way is Way.PHONE else ""
    except BadNumber:
        turn.replies[:] = [Reply(BAD_NUMBER)]
        return
    except (KeyError, TypeError, ValueError) as error:
        if not isinstance(error, TooLate | TooFar):
            log.error("a callback without what it needs: %s", type(error).__name__)
        turn.replies[:] = [Reply(TOO_LATE)]
        return
    _call_off(turn, rooms)
    if callback.way is Way.PHONE:
        callback = _for_officers(turn, rooms, callback, number, bool(effect.get("voicemail")))
    turn.commands += rooms.store.beside.keep_callback(turn.loaded.ref, callback)


def cancel(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    """Call it off for good; where there is none, nothing happens."""
    _call_off(turn, rooms)
    turn.commands += rooms.store.beside.forget_callback(turn.loaded.ref)


def _read(turn: Turn, effect: Effect) -> Callback:
    attempts = int(effect["attempts"])
    if not 1 <= attempts <= MOST_ATTEMPTS:
        raise ValueError("attempts")
    callback = Callback(
        chat_id=turn.conversation.chat_id,
        language=turn.conversation.language,
        day=date.fromisoformat(effect["day"]),
        window=Window(effect["window"]),
        way=Way(effect["way"]),
        opening=Opening(effect["opening"]),
        attempts=attempts,
        entry_id=turn.entry_id,
    )
    must_be_open(callback.day, callback.window, clock.now())
    return callback


def _for_officers(
    turn: Turn, rooms: Rooms, callback: Callback, number: str, voicemail: bool
) -> Callback:
    """The client asked for the call, so there is a case for it."""
    case = turn.conversation.case or rooms.desk.open(turn.conversation)
    wait_for_officer(case, Urgency.ROUTINE)
    turn.brief_changed = True
    turn.to_console.append(
        rooms.desk.callback_task(
            turn.conversation,
            callback.span,
            attempts=callback.attempts,
            number=number,
            voicemail=voicemail,
        )
    )
    return Callback(**{**vars(callback), "case_id": case.case_id, "envelope_id": case.envelope_id})


def _call_off(turn: Turn, rooms: Rooms) -> None:
    """Officers must not ring any more at the time that was agreed before."""
    before = turn.loaded.callback
    if before is not None and before.way is Way.PHONE:
        turn.to_console.append(
            rooms.desk.callback_called_off(
                before.case_id, before.envelope_id, before.span, before.attempts
            )
        )
