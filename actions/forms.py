"""The two forms: read the answer to the pending question, then name the next one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Dict, List, Optional, Tuple

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.consequences import pass_by, say_goodbye, take
from actions.outcome import Outcome, doubt_danger
from actions.questions import Question, Status, next_question, question_named
from actions.reading import (
    CLEAR,
    DANGER_HINT,
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
            _say_unclear(reading, outcome)
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
        _hear_at_the_gate(message, outcome)

    def hear(self, pending: Question, message: Message, outcome: Outcome) -> bool:
        """Before the clear yes everything stays at cover level."""
        if outcome["session_open"]:
            return super().hear(pending, message, outcome)
        outcome.slots["misunderstood"] = 0
        if pending.slot == "language_choice" and message.intent == "choose":
            return super().hear(pending, message, outcome)
        if message.intent == "affirm" and message.confidence >= CLEAR:
            take(pending, Answer(Status.GIVEN, True), message, outcome)
        elif message.intent in ("deny", "not_now", "skip"):
            say_goodbye(outcome)
        else:
            _hear_at_the_gate(message, outcome)
            if message.intent == "ask_who":
                outcome.say("utter_who_cover")
        return True


def _hear_at_the_gate(message: Message, outcome: Outcome) -> None:
    if message.intent == "stop":
        outcome.close()
        outcome.effect("wipe")
    elif message.intent == "change_language":
        outcome.slots["choosing_language"] = True
    elif message.danger >= DANGER_HINT or message.intent == "in_danger":
        doubt_danger(outcome)


def _answer_small_talk(message: Message, outcome: Outcome) -> None:
    if message.intent == "thanks":
        outcome.say("utter_youre_welcome")


def _say_unclear(reading: Unclear, outcome: Outcome) -> None:
    if reading.doubt:
        doubt_danger(outcome)
    else:
        outcome.say("utter_please_choose")


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
    said = list(outcome["explained"] or [])
    new = tuple(response for response in upcoming.before if response not in said)
    if new:
        outcome.slots["explained"] = [*said, *new]
    return new
