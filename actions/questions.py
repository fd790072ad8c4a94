"""The questions, in the order in which they are asked: one row each.

To add one: a row here, ``utter_ask_<slot>`` and the slot in ``domain.yml``. A slot is
``None`` until its question has an answer of any status, so nothing is asked twice.
"""

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


def _is(slot: str, *values: Any) -> Condition:
    return lambda slots: slots.get(slot) in values


def _in_case(also: Condition = lambda slots: True) -> Condition:
    """Only once an officer may be told, and while the client does not wait for a person."""
    return lambda slots: (
        slots.get("consent_officer") is True and not slots.get("person_wanted") and also(slots)
    )


def _settled(slots: Slots) -> bool:
    """Whether the first words about danger are over, so that the chat can be explained."""
    return slots.get("danger_now") is not None or not slots.get("danger_heard")


def _not_hurried(slots: Slots) -> bool:
    return _settled(slots) and not slots.get("person_wanted")


def _danger(slots: Slots) -> bool:
    return slots.get("danger_now") is True


LANGUAGE = Question("language_choice", Kind.CHOICE, when=_is("choosing_language", True))

WELCOME: Tuple[Question, ...] = (
    LANGUAGE,
    Question("good_moment", Kind.YES_NO),
    Question("alone", Kind.YES_NO, when=lambda slots: not slots.get("danger_heard")),
    Question("exit_word", Kind.CHOICE, when=_not_hurried, choices=("keep", "other")),
    Question("exit_word_choice", Kind.TEXT, when=_is("exit_word", "other")),
    Question(
        "keep_messages",
        Kind.CHOICE,
        when=_not_hurried,
        choices=("remove", "keep"),
        before=("utter_wipe_explained",),
    ),
)

INTAKE: Tuple[Question, ...] = (
    LANGUAGE,
    Question("danger_now", Kind.YES_NO, "danger_now"),
    Question("police_contacted", Kind.YES_NO, "police_contacted", when=_danger),
    Question(
        "police_times",
        Kind.CHOICE,
        "police_times",
        when=_is("police_contacted", True),
        choices=("once", "two_or_three", "more"),
        typed=True,
    ),
    Question(
        "crime_reference",
        Kind.TEXT,
        "crime_reference",
        when=_is("police_contacted", True),
        no_means=Status.UNKNOWN,
    ),
    Question("alone", Kind.YES_NO),
    Question("exit_word", Kind.CHOICE, when=_not_hurried, choices=("keep", "other")),
    Question("exit_word_choice", Kind.TEXT, when=_is("exit_word", "other")),
    Question(
        "keep_messages",
        Kind.CHOICE,
        when=_not_hurried,
        choices=("remove", "keep"),
        before=("utter_wipe_explained",),
    ),
    Question("interpreter_wanted", Kind.YES_NO, "interpreter_wanted", when=_not_hurried),
    Question(
        "interpreter_language",
        Kind.CHOICE,
        "interpreter_language",
        when=lambda slots: slots.get("interpreter_wanted") is True and _not_hurried(slots),
        choices=("this",),
        typed=True,
    ),
    Question(
        "interpreter_gender",
        Kind.CHOICE,
        "interpreter_gender",
        when=lambda slots: slots.get("interpreter_wanted") is True and _not_hurried(slots),
        choices=("female", "male", "no_preference"),
        typed=True,
    ),
    Question(
        "communication_needs",
        Kind.SEVERAL,
        "communication_needs",
        when=_not_hurried,
        choices=("reading", "hearing", "seeing", "voice_notes", "other"),
    ),
    Question(
        "consent_officer",
        Kind.YES_NO,
        consent="officer",
        before=("utter_we_believe_you", "utter_confidentiality"),
    ),
    Question("what_to_call", Kind.TEXT, "what_to_call", when=_in_case()),
    Question(
        "safe_contact",
        Kind.CHOICE,
        "safe_contact",
        when=_in_case(),
        choices=("this_chat",),
        typed=True,
    ),
    Question(
        "contact_times",
        Kind.CHOICE,
        "contact_times",
        when=_in_case(),
        choices=("morning", "afternoon", "evening", "any_time"),
        typed=True,
    ),
    Question("area", Kind.TEXT, "area", when=_in_case(), no_means=Status.SKIPPED),
    Question(
        "accommodation_kind",
        Kind.CHOICE,
        "accommodation_kind",
        when=_in_case(),
        choices=("hotel", "house_or_flat", "shared", "no_home"),
        typed=True,
    ),
    Question(
        "accommodation_whose",
        Kind.CHOICE,
        "accommodation_whose",
        when=_in_case(lambda slots: slots.get("accommodation_kind") != "no_home"),
        choices=("home_office", "mine", "other_person", "family_or_friends"),
        typed=True,
    ),
    Question(
        "other_person_lives_there",
        Kind.YES_NO,
        "other_person_lives_there",
        when=_in_case(lambda slots: slots.get("accommodation_kind") != "no_home"),
    ),
    Question("children", Kind.YES_NO, "children", when=_in_case()),
    Question(
        "children_where",
        Kind.CHOICE,
        "children_where",
        when=_in_case(_is("children", True)),
        choices=("with_me", "other_person", "elsewhere"),
        typed=True,
    ),
    Question(
        "reference_number",
        Kind.TEXT,
        "reference_number",
        when=_in_case(),
        no_means=Status.UNKNOWN,
    ),
    Question(
        "own_words",
        Kind.PIECES,
        "own_words",
        when=_in_case(),
        before=("utter_own_words_invitation",),
    ),
    Question(
        "consent_migrant_help",
        Kind.YES_NO,
        when=_in_case(),
        consent="migrant_help",
        before=("utter_duty_explained",),
    ),
    Question(
        "consent_accommodation",
        Kind.YES_NO,
        when=_in_case(_is("accommodation_whose", "home_office")),
        consent="accommodation_provider",
    ),
    Question(
        "agencies",
        Kind.SEVERAL,
        "agencies",
        when=_in_case(),
        choices=("social_worker", "charity", "doctor", "lawyer", "school", "none"),
    ),
    Question(
        "onward_referral",
        Kind.YES_NO,
        "onward_referral",
        when=_in_case(),
        consent="local_service",
    ),
    Question(
        "other_needs",
        Kind.SEVERAL,
        "other_needs",
        when=_in_case(),
        choices=(
            "health",
            "disability",
            "feelings",
            "alcohol_or_drugs",
            "lgbtq",
            "made_to_work",
        ),
    ),
    Question(
        "wish_home_office",
        Kind.CHOICE,
        "wish",
        when=_in_case(_is("accommodation_whose", "home_office")),
        choices=("stay", "stay_other_moves", "move", "safe_house"),
        typed=True,
        before=("utter_wish_home_office_explained",),
    ),
    Question(
        "wish_community",
        Kind.CHOICE,
        "wish",
        when=_in_case(lambda slots: slots.get("accommodation_whose") != "home_office"),
        choices=("stay_with_support", "home_office_place"),
        typed=True,
        before=("utter_wish_community_explained",),
    ),
    Question("wish_detail", Kind.TEXT, "wish_detail", when=_in_case()),
)

FORMS = {"welcome_form": WELCOME, "intake_form": INTAKE}


def next_question(form: str, slots: Slots) -> Optional[Question]:
    """The first row of ``form`` that has no answer yet and whose condition holds."""
    for question in FORMS[form]:
        if slots.get(question.slot) is None and question.when(slots):
            return question
    return None


def question_named(form: str, slot: Optional[str]) -> Optional[Question]:
    """The row of ``form`` that asks for ``slot``."""
    return next((row for row in FORMS[form] if row.slot == slot), None)
