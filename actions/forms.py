"""The two forms: read the answer to the pending question, then name the next one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Dict, List, Optional, Tuple

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import callback
from actions.consequences import pass_by, take
from actions.menu import CHOICES
from actions.outcome import Outcome, doubt_danger
from actions.question import Question, Status
from actions.questions import GATE, next_question, question_named
from actions.reading import (
    CLEAR,
    DANGER_HINT,
    LIKELY,
    Answer,
    Aside,
    Interruption,
    Message,
    SmallTalk,
    Unclear,
    read,
)

Events = List[Dict[str, Any]]
PENDING = "requested_slot"
GOOD_MOMENT, ANOTHER_TIME, CANCEL = "good_moment", "another_time", "cancel_callback"
"""What the buttons under a hello at an agreed time send."""


class _Form(Action, ABC):
    """What both forms share; Rasa calls ``validate_<form>`` before it asks the next question."""

    form: str

    @abstractmethod
    def name(self) -> str:
        """``validate_`` and the form's name."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Events for the latest message.

        No events at all mean that something else comes first: Rasa then follows the rule
        of the message's intent and comes back to the form.
        """
        outcome = Outcome(before=tracker.slots)
        message = Message.latest(tracker.latest_message, tracker.events)
        pending = question_named(self.form, tracker.get_slot(PENDING))
        if pending is None:
            self.begin(message, outcome, tracker)
        elif _unread(tracker, self.form) and not self.hear(pending, message, outcome):
            return []
        return _events(self.form, pending, outcome, dispatcher)

    def begin(self, message: Message, outcome: Outcome, tracker: Tracker) -> None:
        """The form starts: nothing was asked yet."""

    def hear(self, pending: Question, message: Message, outcome: Outcome) -> bool:
        """Take the message in; False where something else comes first."""
        choose = CHOICES.get(message.choice or "")
        if choose and message.tapped and message.choice not in pending.choices:
            choose(outcome)
            return True
        reading = read(pending, message)
        if isinstance(reading, Interruption):
            return False
        misunderstood = 0
        if isinstance(reading, Answer):
            take(pending, reading, message, outcome)
        elif isinstance(reading, Aside):
            pass_by(message, outcome)
            if reading.doubt:
                doubt_danger(outcome)
        elif isinstance(reading, SmallTalk):
            _answer_small_talk(message, outcome)
        elif isinstance(reading, Unclear):
            misunderstood = (outcome["misunderstood"] or 0) + 1
            _say_unclear(pending, reading, outcome)
        if not outcome.closed:
            outcome.slots["misunderstood"] = misunderstood
        return True


class ValidateIntakeForm(_Form):
    """Everything that is asked once a session is open."""

    form = "intake_form"

    def name(self) -> str:
        """Rasa's name."""
        return "validate_intake_form"


class ValidateWelcomeForm(_Form):
    """The good moment, the screen, the exit word and what a wipe can do."""

    form = "welcome_form"

    def name(self) -> str:
        """Rasa's name."""
        return "validate_welcome_form"

    def begin(self, message: Message, outcome: Outcome, tracker: Tracker) -> None:
        """The first message of all: only what may not be lost is heard."""
        if message.choice == GOOD_MOMENT:
            take(GATE, Answer(Status.GIVEN, True), message, outcome)
        else:
            _hear_at_the_gate(message, outcome)

    def hear(self, pending: Question, message: Message, outcome: Outcome) -> bool:
        """Before the clear yes everything stays at cover level."""
        if outcome["session_open"]:
            return super().hear(pending, message, outcome)
        outcome.slots["misunderstood"] = 0
        if pending.slot == "language_choice" and message.intent == "choose":
            return super().hear(pending, message, outcome)
        if pending in callback.CALLBACK:
            _hear_about_callback(pending, message, outcome)
        elif pending is GATE and message.intent == "affirm" and message.confidence >= CLEAR:
            take(GATE, Answer(Status.GIVEN, True), message, outcome)
        elif message.intent in ("deny", "not_now", "skip"):
            take(GATE, Answer(Status.NOT_NOW), message, outcome)
        else:
            _hear_again_at_the_gate(message, outcome)
        return True


def _hear_about_callback(pending: Question, message: Message, outcome: Outcome) -> None:
    """An answer, or a new hello: whoever writes something else wants to write now."""
    reading = read(pending, message)
    asks_for_buttons = message.tapped or pending.parse or pending.of_time
    if isinstance(reading, Answer):
        take(pending, reading, message, outcome)
    elif isinstance(reading, Unclear) and asks_for_buttons and not reading.doubt:
        outcome.say(pending.unclear)
    else:
        if message.intent not in ("ask_who", "change_language"):
            callback.drop(outcome)
        _hear_again_at_the_gate(message, outcome)


def _hear_again_at_the_gate(message: Message, outcome: Outcome) -> None:
    _hear_at_the_gate(message, outcome)
    if message.intent == "ask_who":
        outcome.say("utter_who_cover")


def _hear_at_the_gate(message: Message, outcome: Outcome) -> None:
    if message.intent == "stop" and (message.tapped or message.confidence >= LIKELY):
        outcome.close()
        outcome.effect("wipe")
    elif message.intent == "change_language":
        outcome.slots["choosing_language"] = True
    elif message.choice == ANOTHER_TIME:
        outcome.slots["callback_asked"] = True
    elif message.choice == CANCEL:
        outcome.close()
        callback.cancel(outcome)
    elif message.danger >= DANGER_HINT or message.intent == "in_danger":
        doubt_danger(outcome)


def _answer_small_talk(message: Message, outcome: Outcome) -> None:
    if message.intent == "thanks":
        outcome.say("utter_youre_welcome")


def _say_unclear(pending: Question, reading: Unclear, outcome: Outcome) -> None:
    if reading.doubt:
        doubt_danger(outcome)
    else:
        outcome.say(pending.unclear)


def _unread(tracker: Tracker, form: str) -> bool:
    """Whether this is the first thing that happens after the message."""
    done: List[str] = []
    for event in reversed(tracker.events):
        if event["event"] == "user":
            break
        if event["event"] in ("action", "action_execution_rejected"):
            done.append(event["name"])
    return done == [form]


def _events(
    form: str, pending: Optional[Question], outcome: Outcome, dispatcher: CollectingDispatcher
) -> Events:
    upcoming = None if outcome.closed else next_question(form, outcome.after)
    for response in _explanations(upcoming, outcome):
        outcome.say(response)
    for message in outcome.messages:
        dispatcher.utter_message(**message)
    events = [SlotSet(name, value) for name, value in outcome.slots.items() if name != PENDING]
    return [*events, SlotSet(PENDING, upcoming.slot if upcoming else None)]


def _explanations(upcoming: Optional[Question], outcome: Outcome) -> Tuple[str, ...]:
    if upcoming is None:
        return ()
    shown = upcoming.shows(outcome.after)
    if upcoming.fills:
        outcome.variables(**{name: outcome[slot] for name, slot in upcoming.fills})
    said = list(outcome["explained"] or [])
    new = tuple(response for response in upcoming.before if response not in said)
    if new:
        outcome.slots["explained"] = [*said, *new]
    return (*new, *shown)
