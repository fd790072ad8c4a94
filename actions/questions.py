"""The questions, in the order in which they are asked: one row each.

To add one: a row here, ``utter_ask_<slot>`` and the slot in ``domain.yml``. A slot is
``None`` until its question has an answer of any status, so nothing is asked twice.
"""

from __future__ import annotations

from typing import Optional, Tuple

from actions.agreed import AGREED
from actions.callback import CALLBACK
from actions.question import Condition, Kind, Question, Slots, Status, answered


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


def _more_choices(slots: Slots) -> bool:
    return slots.get("exit_word") == "more" and _not_hurried(slots)


def _danger(slots: Slots) -> bool:
    return slots.get("danger_now") is True


def _times(number: int) -> Optional[str]:
    if number < 1:
        return None
    return "once" if number == 1 else "two_or_three" if number <= 3 else "more"


LANGUAGE = Question("language_choice", Kind.CHOICE, when=answered("choosing_language", True))
GATE = Question("good_moment", Kind.YES_NO)

EXIT: Tuple[Question, ...] = (
    Question("exit_word", Kind.CHOICE, when=_not_hurried, choices=("keep", "other", "more")),
    Question("exit_word_choice", Kind.TEXT, when=answered("exit_word", "other", "more")),
    Question("keep_line", Kind.CHOICE, when=_more_choices, choices=("line", "nothing")),
    Question("warn_before_lock", Kind.YES_NO, when=_more_choices),
    Question("duress_word", Kind.TEXT, when=_more_choices),
)
"""The word, and behind "More choices" what few people need to settle."""

WELCOME: Tuple[Question, ...] = (
    LANGUAGE,
    *CALLBACK,
    GATE,
    Question("alone", Kind.YES_NO, when=lambda slots: not slots.get("danger_heard")),
    *EXIT,
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
        when=answered("police_contacted", True),
        choices=("once", "two_or_three", "more"),
        typed=True,
        counted=_times,
    ),
    Question(
        "crime_reference",
        Kind.TEXT,
        "crime_reference",
        when=answered("police_contacted", True),
        no_means=Status.UNKNOWN,
    ),
    AGREED,
    *CALLBACK,
    Question("alone", Kind.YES_NO),
    *EXIT,
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
    Question("what_to_call", Kind.TEXT, "what_to_call", when=_in_case(), name=True),
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
    Question(
        "children",
        Kind.YES_NO,
        "children",
        when=_in_case(),
        counted=bool,
        count_field="children_count",
    ),
    Question(
        "children_where",
        Kind.CHOICE,
        "children_where",
        when=_in_case(answered("children", True)),
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
        when=_in_case(answered("accommodation_whose", "home_office")),
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
        when=_in_case(answered("accommodation_whose", "home_office")),
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
