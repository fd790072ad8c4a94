"""The menu: what can be done while nothing is pending, and by its buttons also in between."""

from __future__ import annotations

from typing import Callable, Dict

from actions import agreed, callback
from actions.outcome import Outcome
from actions.question import Status
from actions.questions import INTAKE
from actions.reading import Message
from actions.step import INTAKE_FORM, Step


class ActionMenu(Step):
    """Nothing is pending: show what can be done."""

    def name(self) -> str:
        """Rasa's name."""
        return "action_menu"

    def step(self, outcome: Outcome, message: Message, form: str) -> str:
        """Do what was chosen; the form then asks what follows or comes back to the menu."""
        choose = CHOICES.get(message.choice or "")
        if choose:
            choose(outcome)
            return INTAKE_FORM
        if message.intent == "thanks":
            outcome.say("utter_youre_welcome")
        outcome.say("utter_menu")
        return ""


def _continue(outcome: Outcome) -> None:
    later = {row.slot for row in INTAKE if outcome[row.slot] == Status.NOT_NOW.value}
    outcome.slots.update({slot: None for slot in later}, person_wanted=None)


def _another_time(outcome: Outcome) -> None:
    callback.drop(outcome)
    outcome.slots.update(callback_asked=True, callback_wanted=True)


def _keep(outcome: Outcome) -> None:
    outcome.effect("keep_messages", keep=True)


def _remove(outcome: Outcome) -> None:
    outcome.effect("keep_messages", keep=False)


CHOICES: Dict[str, Callable[[Outcome], None]] = {
    "continue": _continue,
    "another_time": _another_time,
    "agreed": agreed.show,
    "cancel_callback": callback.cancel,
    "keep": _keep,
    "remove": _remove,
}
"""What a button of the menu sends → what it does."""
