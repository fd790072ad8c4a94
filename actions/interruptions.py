"""What may be said from any place; afterwards the pending question is asked again."""

from __future__ import annotations

from actions.consequences import pass_by
from actions.outcome import EVERYTHING, Outcome, doubt_danger, urgency_of, urgent_hand_off
from actions.reading import DANGER_HINT, SURE, Message
from actions.step import INTAKE_FORM, Step


class ActionStop(Step):
    """The client wants out: the same as the exit word."""

    def name(self) -> str:
        """Rasa's name."""
        return "action_stop"

    def step(self, outcome: Outcome, message: Message, form: str) -> str:
        """Nothing is said: the gateway empties the chat."""
        outcome.effect("wipe")
        return ""


class ActionDanger(Step):
    """Danger was named: act where it is clear, ask where it is not."""

    def name(self) -> str:
        """Rasa's name."""
        return "action_danger"

    def step(self, outcome: Outcome, message: Message, form: str) -> str:
        """Go on with the danger questions."""
        if outcome["danger_now"] is True or message.confidence >= SURE:
            if outcome["danger_now"] is not True:
                outcome.record("danger_now", True)
            outcome.slots.update(danger_now=True, danger_heard=True)
            urgent_hand_off(outcome)
        else:
            doubt_danger(outcome)
        if not message.tapped:
            outcome.record("own_words", message.text)
        return form or INTAKE_FORM


class ActionPerson(Step):
    """The client wants a person."""

    def name(self) -> str:
        """Rasa's name."""
        return "action_person"

    def step(self, outcome: Outcome, message: Message, form: str) -> str:
        """To the consent question where it is open, else to the handoff."""
        outcome.slots["person_wanted"] = True
        if outcome["consent_officer"] is not True:
            outcome.slots["consent_officer"] = None
        elif outcome["handed_off"]:
            outcome.slots["handed_off"] = urgency_of(outcome.after)
            outcome.effect("hand_off", urgency=outcome["handed_off"])
            outcome.say("utter_waiting_for_person")
            if not form:
                return ""
        return form or INTAKE_FORM


class ActionNumbers(Step):
    """The client wants numbers to call."""

    def name(self) -> str:
        """Rasa's name."""
        return "action_numbers"

    def step(self, outcome: Outcome, message: Message, form: str) -> str:
        """Numbers at once, then back."""
        outcome.share_numbers(EVERYTHING)
        outcome.say("utter_numbers")
        return _back(outcome, form)


class ActionWho(Step):
    """The client asks who this is."""

    def name(self) -> str:
        """Rasa's name."""
        return "action_who"

    def step(self, outcome: Outcome, message: Message, form: str) -> str:
        """Say it, then back."""
        outcome.say("utter_who")
        return _back(outcome, form)


class ActionPrivacy(Step):
    """The client asks who sees this."""

    def name(self) -> str:
        """Rasa's name."""
        return "action_privacy"

    def step(self, outcome: Outcome, message: Message, form: str) -> str:
        """Say it, then back."""
        outcome.say("utter_privacy")
        return _back(outcome, form)


class ActionLanguage(Step):
    """The client wants another language: the picker is the next question."""

    def name(self) -> str:
        """Rasa's name."""
        return "action_language"

    def step(self, outcome: Outcome, message: Message, form: str) -> str:
        """The form asks for the language, then goes on where it was."""
        outcome.slots["choosing_language"] = True
        return form or INTAKE_FORM


class ActionFinish(Step):
    """All that can be asked is asked: numbers, handoff, and what happens next."""

    def name(self) -> str:
        """Rasa's name."""
        return "action_finish"

    def step(self, outcome: Outcome, message: Message, form: str) -> str:
        """Say what happens next; the menu stays, so it is never a dead end."""
        if not outcome["session_open"]:
            return ""
        if outcome["consent_officer"] is True:
            _hand_off(outcome)
        elif not outcome["finished"]:
            _without_consent(outcome)
        else:
            outcome.say("utter_menu")
        return ""


class ActionAddWords(Step):
    """Something more is told while the client waits."""

    def name(self) -> str:
        """Rasa's name."""
        return "action_add_words"

    def step(self, outcome: Outcome, message: Message, form: str) -> str:
        """Keep it; ask about danger where it may be meant."""
        pass_by(message, outcome)
        if message.danger >= DANGER_HINT and outcome["danger_now"] is not True:
            doubt_danger(outcome)
            return INTAKE_FORM
        outcome.say("utter_menu")
        return ""


class ActionNotUnderstood(Step):
    """No rule fits: never silence."""

    def name(self) -> str:
        """Rasa's name."""
        return "action_not_understood"

    def step(self, outcome: Outcome, message: Message, form: str) -> str:
        """Back to the pending question or the menu."""
        if not outcome["session_open"]:
            return form or "welcome_form"
        outcome.say("utter_please_choose")
        return _back(outcome, form)


def _back(outcome: Outcome, form: str) -> str:
    if form:
        return form
    outcome.say("utter_menu")
    return ""


def _hand_off(outcome: Outcome) -> None:
    urgency = urgency_of(outcome.after)
    first = not outcome["handed_off"]
    if outcome["handed_off"] != urgency:
        outcome.effect("hand_off", urgency=urgency)
    if first:
        outcome.share_numbers(EVERYTHING)
        outcome.say("utter_numbers")
    outcome.slots.update(handed_off=urgency, finished=True)
    outcome.say("utter_what_happens_next" if first else "utter_menu")


def _without_consent(outcome: Outcome) -> None:
    outcome.say("utter_no_consent_urgent" if outcome["urgent_told"] else "utter_no_consent")
    outcome.share_numbers(EVERYTHING)
    outcome.say("utter_numbers")
    outcome.say("utter_menu")
    outcome.slots.update(finished=True, person_wanted=None)
