"""What a question is: how it is answered, when it is asked, and what it may ask first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Callable, Mapping, Optional, Tuple

Slots = Mapping[str, Any]
Condition = Callable[[Slots], bool]


class Kind(str, Enum):
    """How an answer is given."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    """Buttons; typed words are taken as they are where ``typed`` says so."""
    SEVERAL = "several"
    """Buttons that may be tapped one after the other until ``done``."""
    TEXT = "text"
    PIECES = "pieces"
    """Any number of messages until ``done``."""


class Status(str, Enum):
    """What kind of answer it was; "not now" may be asked again, "don't know" is an answer."""

    GIVEN = "given"
    SKIPPED = "skipped"
    NOT_NOW = "not_now"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Question:
    """One row. ``slot`` names the question and, as ``utter_ask_<slot>``, its response."""

    slot: str
    kind: Kind
    field: Optional[str] = None
    """Where the answer goes in the brief; ``None`` keeps it in the dialogue."""
    when: Condition = lambda slots: True
    """Asked only while this holds."""
    choices: Tuple[str, ...] = ()
    """Values that its buttons may send."""
    typed: bool = False
    """Whether a typed answer to a ``CHOICE`` is taken as it is."""
    consent: Optional[str] = None
    """Purpose of the consent that a yes or no gives or refuses."""
    before: Tuple[str, ...] = ()
    """Responses said once, ahead of the question."""
    no_means: Status = Status.SKIPPED
    """What "no" means as the answer to a ``TEXT`` question."""
    parse: Optional[Callable[[str], Optional[str]]] = None
    """Makes the value of typed words and of choices that no list can name; ``None`` = unclear."""
    counted: Optional[Callable[[int], Any]] = None
    """Makes the value of a typed number, also one in words."""
    count_field: Optional[str] = None
    """Where a typed number goes in the brief, beside the answer that it stands for."""
    of_time: bool = False
    """Whether "later" and "tomorrow", typed, are no refusal here."""
    name: bool = False
    """Whether the answer is a name: "person 5" is no wish for a person."""
    shows: Callable[[Slots], Tuple[str, ...]] = lambda slots: ()
    """Responses said each time ahead of the question."""
    fills: Tuple[Tuple[str, str], ...] = ()
    """Placeholders of what it shows, each with the slot that fills it."""
    unclear: str = "utter_please_choose"
    """Said where the answer was not understood."""


def answered(slot: str, *values: Any) -> Condition:
    """Holds while the slot has one of these values."""
    return lambda slots: slots.get(slot) in values
