"""Carries out the effects that the dialogue returned as data.

Fails closed: an effect that is not known, or lacks what it needs, is left out with an error
in the log and nothing half done; sealing that fails stores nothing and says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from bot.callbacks import effects as callbacks
from bot.cases import brief
from bot.dialogue import Reply
from bot.stages.exit_word import read_word
from bot.state.conversation import Mode
from bot.turn import Leave, Rooms, Turn
from undertone.exit_word import OwnWord, acceptable, default_word, is_exit
from undertone.languages import UnknownLanguage, language_named
from undertone.sealing.errors import SealingError
from undertone.streams.messages import Departure, Urgency

WITHDRAWN = "utter_consent_withdrawn"
"""The words that a client is told when a consent is taken back."""
Effect = dict[str, Any]
log = logging.getLogger(__name__)


def apply(turn: Turn, rooms: Rooms, effects: tuple[Effect, ...]) -> None:
    """Change the conversation by ``effects``, in order. Raises ``Leave`` where one ends it."""
    for effect in effects:
        handler = HANDLERS.get(str(effect.get("effect")))
        if handler is None:
            log.error("unknown effect from the dialogue")
            continue
        try:
            handler(turn, rooms, effect)
        except (KeyError, ValueError, TypeError, UnknownLanguage) as error:
            log.error("effect without what it needs: %s", type(error).__name__)
        except SealingError as error:
            log.error("sealing failed (%s); nothing was stored", type(error).__name__)
            turn.take_back()
            return


def _begin_session(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    if turn.conversation.mode is Mode.COVER:
        turn.conversation.mode = Mode.SESSION


def _set_language(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    conversation, language = turn.conversation, language_named(effect["language"]).code
    if language not in {served.code for served in rooms.served}:
        raise UnknownLanguage(language)
    if conversation.own_word is None and conversation.is_open and language != conversation.language:
        # the word that was shown goes on working in the new language
        word = conversation.exit_word or default_word(conversation.language)
        conversation.own_word = OwnWord.make(word, rooms.word_key).to_state()
        conversation.exit_word = word
    conversation.language = language
    turn.brief_changed = True


def _set_exit_word(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    word, conversation = str(effect["word"]), turn.conversation
    other = read_word(conversation.duress_word, rooms.word_key)
    taken = other is not None and other.matches(word)
    if taken or acceptable(word, conversation.language) is not None:
        _replace(turn, "utter_exit_word_set", "utter_exit_word_refused")
        return
    conversation.own_word = OwnWord.make(word, rooms.word_key).to_state()
    conversation.exit_word = word


def _set_duress_word(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    """A word that is also the way out would never be heard as this one."""
    word, conversation = str(effect["word"]), turn.conversation
    own = read_word(conversation.own_word, rooms.word_key)
    leaves = is_exit(word, language=conversation.language, own=own)
    if leaves or acceptable(word, conversation.language) is not None:
        _replace(turn, "utter_duress_word_set", "utter_duress_word_refused")
        return
    conversation.duress_word = OwnWord.make(word, rooms.word_key).to_state()


def _keep_line(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    turn.conversation.keep_line = bool(effect["keep"])


def _warn_before_lock(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    turn.conversation.warn_before_lock = bool(effect["warn"])


def _withdraw(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    """A consent is taken back: what officers get from now on is without it."""
    purpose, wording = str(effect["purpose"]), str(effect.get("wording", WITHDRAWN))
    brief.consent(turn.conversation, purpose, False, wording)
    turn.brief_changed = True
    if purpose == "officer":
        turn.conversation.consented = False


def _replace(turn: Turn, said: str, instead: str) -> None:
    turn.replies[:] = [
        Reply(instead) if reply.response == said else reply for reply in turn.replies
    ]


def _keep_messages(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    turn.conversation.keep_messages = bool(effect["keep"])


def _record(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    brief.record(turn.conversation, effect["field"], effect["status"], effect.get("value"))
    turn.brief_changed = True


def _consent(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    brief.consent(turn.conversation, effect["purpose"], effect["granted"], effect["wording"])
    turn.brief_changed = True
    if effect["purpose"] != "officer":
        return
    turn.conversation.consented = effect["granted"] is True
    if turn.conversation.consented and turn.conversation.case is None:
        rooms.desk.open(turn.conversation)


def _children_present(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    turn.conversation.children = True
    turn.brief_changed = True


def _share_numbers(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    brief.shared_numbers(turn.conversation)
    turn.brief_changed = True


def _hand_off(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    urgency = Urgency(effect["urgency"])
    case = turn.conversation.case or rooms.desk.open(turn.conversation)
    brief.wait_for_officer(case, urgency)
    turn.brief_changed = True
    if case.claimed:  # an officer holds it already, from an agreed call
        turn.conversation.mode = Mode.RELAY


def _end_session(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    raise Leave(Departure.LOCKED, "utter_after_exit")


def _wipe(turn: Turn, rooms: Rooms, effect: Effect) -> None:
    raise Leave(Departure.EXITED, "utter_after_exit")


HANDLERS: dict[str, Callable[[Turn, Rooms, Effect], None]] = {
    "begin_session": _begin_session,
    "set_language": _set_language,
    "set_exit_word": _set_exit_word,
    "keep_messages": _keep_messages,
    "record": _record,
    "consent": _consent,
    "children_present": _children_present,
    "share_numbers": _share_numbers,
    "hand_off": _hand_off,
    "end_session": _end_session,
    "wipe": _wipe,
    "schedule_callback": callbacks.schedule,
    "cancel_callback": callbacks.cancel,
    "set_duress_word": _set_duress_word,
    "keep_line": _keep_line,
    "warn_before_lock": _warn_before_lock,
    "withdraw": _withdraw,
}
