"""What one step of the dialogue leads to, collected as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional

from actions.question import Slots, Status

EVERYTHING = "all"
EMERGENCY = "emergency"


@dataclass
class Outcome:
    """Slots to set, responses to say and effects for the gateway, in order."""

    before: Slots
    """The slots as they were when the step began."""
    slots: Dict[str, Any] = field(default_factory=dict)
    messages: List[Dict[str, Any]] = field(default_factory=list)
    closed: bool = False
    """Whether the session ends here."""

    def __getitem__(self, slot: str) -> Any:
        """The slot as this step leaves it."""
        return self.slots.get(slot, self.before.get(slot))

    @property
    def after(self) -> Dict[str, Any]:
        """All slots as this step leaves them."""
        return {**self.before, **self.slots}

    def say(self, response: str) -> None:
        """Add a response."""
        self.messages.append({"response": response})

    def effect(self, name: str, **details: Any) -> None:
        """Add an effect for the gateway."""
        self.messages.append({"json_message": {"effect": name, **details}})

    def variables(self, **values: str) -> None:
        """Fill placeholders of this answer's responses."""
        self.messages.append({"json_message": {"variables": values}})

    def record(self, name: str, value: Any, status: Status = Status.GIVEN) -> None:
        """Put an answer into the brief."""
        self.effect("record", field=name, status=status.value, value=value)

    def share_numbers(self, which: str) -> None:
        """Count that numbers are shown with this answer."""
        self.effect("share_numbers", which=which)

    def close(self) -> None:
        """End the session: forget every answer, so that the next message starts afresh."""
        self.closed = True
        told = {name: None for name, value in self.before.items() if value is not None}
        self.slots = {**told, "session_open": None}


def urgency_of(slots: Slots) -> str:
    """How soon a person must look at this case."""
    if slots.get("danger_now") in (True, Status.UNKNOWN.value):
        return "urgent"
    worries = ("person_wanted", "other_person_lives_there", "children")
    return "soon" if any(slots.get(name) is True for name in worries) else "routine"


def urgent_hand_off(outcome: Outcome) -> None:
    """Someone is in danger: emergency number first, a person is told at once, details wait."""
    outcome.say("utter_emergency")
    outcome.share_numbers(EMERGENCY)
    if not outcome["urgent_told"]:
        outcome.effect("hand_off", urgency="urgent")
        outcome.say("utter_urgent_told")
        outcome.slots["urgent_told"] = True


def doubt_danger(outcome: Outcome) -> None:
    """Danger may have been meant: make it the next question, unless it is known already."""
    if outcome["danger_now"] is not True:
        outcome.slots.update(danger_now=None, danger_heard=True)


def hear_children(outcome: Outcome) -> None:
    """Children were mentioned: a referral follows with or without consent; say so, once."""
    if outcome["children_heard"]:
        return
    outcome.slots["children_heard"] = True
    outcome.effect("children_present")
    outcome.say("utter_children_rule")


def say_goodbye(outcome: Outcome) -> None:
    """Not a good moment: back to cover, nothing stays."""
    outcome.close()
    outcome.effect("end_session")
    outcome.say("utter_goodbye_not_now")


def status_value(status: Status, value: Optional[Any]) -> Any:
    """What a slot keeps of an answer: the value of a button, never a text."""
    return value if status is Status.GIVEN and value is not None else status.value
