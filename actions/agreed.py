"""What the client agreed to, and taking it back: each consent by itself, with one tap."""

from __future__ import annotations

from actions.outcome import Outcome
from actions.question import Kind, Question
from actions.reading import Answer, Message

CONSENT_SLOTS = {
    "officer": "consent_officer",
    "migrant_help": "consent_migrant_help",
    "accommodation_provider": "consent_accommodation",
    "local_service": "onward_referral",
}
"""Purpose of a consent → the slot of its question."""
_WITHDRAW = "withdraw_"

AGREED = Question(
    "agreed",
    Kind.CHOICE,
    when=lambda slots: bool(slots.get("granted")),
    choices=tuple(_WITHDRAW + purpose for purpose in CONSENT_SLOTS),
    fills=(("granted", "granted"),),
)


def show(outcome: Outcome) -> None:
    """The consents that stand, as buttons that take them back."""
    granted = [purpose for purpose, slot in CONSENT_SLOTS.items() if outcome[slot] is True]
    if granted:
        outcome.slots["granted"] = " ".join(_WITHDRAW + purpose for purpose in granted)
    else:
        outcome.say("utter_agreed_nothing")


def _taken_back(outcome: Outcome, answer: Answer, _: Message) -> None:
    outcome.slots.update(agreed=None, granted=None)
    purpose = str(answer.value or "").removeprefix(_WITHDRAW)
    slot = CONSENT_SLOTS.get(purpose, "")
    if outcome[slot] is not True:
        return
    outcome.slots[slot] = False
    said = f"utter_withdrawn_{purpose}"
    outcome.effect("withdraw", purpose=purpose, wording=said)
    outcome.say(said)
    if purpose == "officer":
        outcome.slots.update(handed_off=None, finished=True)
    elif purpose == "local_service" and outcome["children_heard"]:
        outcome.say("utter_children_rule")


CONSEQUENCES = {"agreed": _taken_back}
