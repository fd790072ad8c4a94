"""Agreeing on another time: at the gate after "not now", or from the menu.

Everything is asked at cover level, for whoever says "not now" may not be alone. What is
optional has a bland default; "never mind" at any step forgets it all.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Callable, Dict, Optional, Tuple

from actions.outcome import Outcome, say_goodbye
from actions.question import Condition, Kind, Question, Slots, Status, answered
from actions.reading import Answer, Message
from actions.spelling import plain_digits

WINDOWS = ("morning", "afternoon", "evening")
OPENINGS = ("hello", "good_day", "parcel")
DEFAULTS: Dict[str, Any] = {
    "callback_way": "chat",
    "callback_number": None,
    "callback_voicemail": False,
    "callback_attempts": "1",
    "callback_opening": "hello",
}
"""What a skipped step means; day and window have no default: a wrong one would do harm."""

_NUMBER = re.compile(r"(?:\+|(?<!\d)0)(?:[\s().\-–/]*\d){8,14}(?!\d)")
"""With country or trunk prefix, else nobody can ring it; length as in E.164."""


def phone_number(text: str) -> Optional[str]:
    """The telephone number in ``text`` in plain digits, whatever script they came in."""
    found = _NUMBER.search(plain_digits(text))
    return re.sub(r"[^+\d]", "", found[0]) if found else None


def _day(text: str) -> Optional[str]:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return None


def _window(text: str) -> Optional[str]:
    return text if text in WINDOWS else None


def _asked(also: Condition = lambda slots: True) -> Condition:
    return lambda slots: slots.get("callback_asked") is True and also(slots)


def _openings(_: Slots) -> Tuple[str, ...]:
    return tuple(f"utter_callback_{opening}" for opening in OPENINGS)


def _agreement(slots: Slots) -> Tuple[str, ...]:
    way, attempts = slots.get("callback_way"), slots.get("callback_attempts")
    voicemail = "_voicemail" if way == "phone" and slots.get("callback_voicemail") is True else ""
    return (f"utter_callback_shown_{way}_{attempts}{voicemail}",)


_BY_PHONE = answered("callback_way", "phone")

CALLBACK: Tuple[Question, ...] = (
    Question("callback_wanted", Kind.YES_NO, when=_asked(), of_time=True),
    Question("callback_day", Kind.CHOICE, when=_asked(), parse=_day, of_time=True),
    Question("callback_window", Kind.CHOICE, when=_asked(), parse=_window, of_time=True),
    Question("callback_way", Kind.CHOICE, when=_asked(), choices=("chat", "phone")),
    Question(
        "callback_number",
        Kind.TEXT,
        when=_asked(_BY_PHONE),
        parse=phone_number,
        unclear="utter_callback_number_unclear",
    ),
    Question("callback_voicemail", Kind.YES_NO, when=_asked(_BY_PHONE)),
    Question("callback_attempts", Kind.CHOICE, when=_asked(), choices=("1", "2")),
    Question("callback_opening", Kind.CHOICE, when=_asked(), choices=OPENINGS, shows=_openings),
    Question(
        "callback_confirmed",
        Kind.YES_NO,
        when=_asked(),
        choices=("change",),
        shows=_agreement,
        fills=(("day", "callback_day"), ("window", "callback_window")),
    ),
)
SLOTS = ("callback_asked", *(row.slot for row in CALLBACK))


def drop(outcome: Outcome) -> None:
    """Leave no trace of what was said about another time."""
    outcome.slots.update({slot: None for slot in SLOTS})


def cancel(outcome: Outcome) -> None:
    """The one-tap end of an agreed hello."""
    outcome.effect("cancel_callback")
    outcome.say("utter_callback_cancelled")


def _forget(outcome: Outcome) -> None:
    drop(outcome)
    if outcome["session_open"]:
        outcome.say("utter_callback_forgotten")
    else:
        say_goodbye(outcome)


def _wanted(outcome: Outcome, answer: Answer, _: Message) -> None:
    if answer.value is not True:
        _forget(outcome)


def _step(slot: str) -> Callable[[Outcome, Answer, Message], None]:
    def settle(outcome: Outcome, answer: Answer, _: Message) -> None:
        if answer.status is Status.GIVEN:
            outcome.slots[slot] = answer.value
        elif answer.status is Status.NOT_NOW or slot not in DEFAULTS:
            _forget(outcome)
        elif slot == "callback_number":
            outcome.slots["callback_way"] = "chat"
        else:
            outcome.slots[slot] = DEFAULTS[slot]

    return settle


def _confirmed(outcome: Outcome, answer: Answer, _: Message) -> None:
    if answer.value == "change":
        drop(outcome)
        outcome.slots.update(callback_asked=True, callback_wanted=True)
    elif answer.value is True:
        _schedule(outcome)
    else:
        _forget(outcome)


def _schedule(outcome: Outcome) -> None:
    by_phone = outcome["callback_way"] == "phone"
    outcome.effect(
        "schedule_callback",
        day=outcome["callback_day"],
        window=outcome["callback_window"],
        way=outcome["callback_way"],
        number=outcome["callback_number"] if by_phone else None,
        voicemail=outcome["callback_voicemail"] if by_phone else None,
        attempts=int(outcome["callback_attempts"]),
        opening=outcome["callback_opening"],
    )
    if outcome["session_open"]:
        drop(outcome)
        outcome.say("utter_callback_agreed")
    else:
        outcome.close()
        outcome.say("utter_goodbye_not_now")


CONSEQUENCES = {
    **{row.slot: _step(row.slot) for row in CALLBACK},
    "callback_wanted": _wanted,
    "callback_confirmed": _confirmed,
}
