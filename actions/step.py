"""What every action outside of the forms is made of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.outcome import Outcome
from actions.reading import Message

Events = List[Dict[str, Any]]
INTAKE_FORM = "intake_form"
LISTEN = "action_listen"


class Step(Action, ABC):
    """One action: fills an outcome and says where the dialogue goes on."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """The outcome as Rasa's messages and events."""
        outcome = Outcome(before=tracker.slots)
        message = Message.latest(tracker.latest_message, tracker.events)
        form = (tracker.active_loop or {}).get("name") or ""
        onward = self.step(outcome, message, form) or LISTEN
        for said in outcome.messages:
            dispatcher.utter_message(**said)
        events = [SlotSet(name, value) for name, value in outcome.slots.items()]
        return [*events, FollowupAction(onward)]

    @abstractmethod
    def step(self, outcome: Outcome, message: Message, form: str) -> str:
        """Fill ``outcome``; give the action that comes next, or nothing to wait."""
