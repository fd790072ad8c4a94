"""The table of questions and the reading of answers, without any server."""

from __future__ import annotations

from typing import Any

import pytest

from actions.outcome import Outcome, urgency_of
from actions.question import Question, Status
from actions.questions import INTAKE, next_question, question_named
from actions.reading import Answer, Aside, Interruption, Message, SmallTalk, Unclear, read


def ask(slot: str) -> Question:
    question = question_named("intake_form", slot) or question_named("welcome_form", slot)
    assert question is not None
    return question


def typed(text: str, intent: str, confidence: float = 0.99, danger: float = 0.0) -> Message:
    return Message(text, intent, confidence, danger=danger)


def tapped(intent: str, choice: str | None = None) -> Message:
    return Message(f"/{intent}", intent, 1.0, choice)


def after(**slots: Any) -> str | None:
    question = next_question("intake_form", slots)
    return question.slot if question else None


def test_danger_comes_first() -> None:
    assert after() == "danger_now"
    assert INTAKE[1].slot == "danger_now"


def test_police_questions_follow_only_a_yes() -> None:
    assert after(danger_now=True) == "police_contacted"
    assert after(danger_now=False) == "alone"
    assert after(danger_now=True, police_contacted=False) == "alone"


def test_nothing_is_asked_without_consent() -> None:
    told = {row.slot: "skipped" for row in INTAKE[: INTAKE.index(ask("consent_officer"))]}
    del told["language_choice"]
    assert after(**told) == "consent_officer"
    assert after(**told, consent_officer=False) is None
    assert after(**told, consent_officer=True) == "what_to_call"


def test_a_wish_for_a_person_leaves_only_danger_alone_and_consent() -> None:
    assert after(person_wanted=True) == "danger_now"
    assert after(person_wanted=True, danger_now=False, alone=True) == "consent_officer"
    assert after(person_wanted=True, danger_now=False, alone=True, consent_officer=True) is None


@pytest.mark.parametrize(
    ("slots", "urgency"),
    [
        ({}, "routine"),
        ({"danger_now": True}, "urgent"),
        ({"danger_now": "unknown"}, "urgent"),
        ({"danger_now": False, "children": True}, "soon"),
        ({"person_wanted": True}, "soon"),
        ({"other_person_lives_there": "skipped"}, "routine"),
    ],
)
def test_urgency_follows_danger_then_worries(slots: dict[str, Any], urgency: str) -> None:
    assert urgency_of(slots) == urgency


@pytest.mark.parametrize(
    ("slot", "message", "expected"),
    [
        ("children", tapped("affirm"), Answer(Status.GIVEN, True)),
        ("children", typed("no", "deny"), Answer(Status.GIVEN, False)),
        ("children", typed("no", "deny", 0.4), Unclear()),
        ("children", tapped("choose", "unknown"), Answer(Status.UNKNOWN)),
        ("children", tapped("skip"), Answer(Status.SKIPPED)),
        ("children", tapped("not_now"), Answer(Status.NOT_NOW)),
        ("children", typed("maybe so", "out_of_scope", 0.3, danger=0.25), Unclear(doubt=True)),
        ("danger_now", typed("he has a knife", "in_danger", 0.4), Answer(Status.GIVEN, True)),
        ("area", typed("Hull", "deny", 0.6), Answer(Status.GIVEN, "Hull")),
        ("area", tapped("affirm"), Unclear()),
        ("area", tapped("choose", "home_office"), Unclear()),
        ("crime_reference", typed("no", "deny"), Answer(Status.UNKNOWN)),
        ("accommodation_kind", tapped("choose", "hotel"), Answer(Status.GIVEN, "hotel")),
        ("agencies", tapped("choose", "charity"), Answer(Status.GIVEN, "charity", False)),
        ("agencies", tapped("choose", "none"), Answer(Status.GIVEN, "none")),
        ("own_words", typed("no", "deny"), Answer(Status.GIVEN)),
        (
            "own_words",
            typed("no he never lets me go out alone", "deny"),
            Answer(Status.GIVEN, "no he never lets me go out alone", False),
        ),
    ],
)
def test_an_answer_is_read(slot: str, message: Message, expected: object) -> None:
    assert read(ask(slot), message) == expected


@pytest.mark.parametrize(
    ("slot", "message", "kind"),
    [
        ("children", typed("who are you", "ask_who", 0.4), Interruption),
        ("what_to_call", typed("Stoppard", "stop", 0.6), Answer),
        ("what_to_call", typed("stop", "stop", 0.99), Interruption),
        ("children", typed("thanks", "thanks"), SmallTalk),
        ("children", typed("he hits me", "disclose"), Aside),
        ("children_where", typed("my kids are at school", "children"), Answer),
        ("area", typed("he hits me", "disclose"), Aside),
    ],
)
def test_what_is_no_answer_is_told_apart(slot: str, message: Message, kind: type) -> None:
    assert isinstance(read(ask(slot), message), kind)


def test_closing_forgets_every_slot() -> None:
    outcome = Outcome(before={"alone": True, "area": None, "session_open": True})
    outcome.close()
    assert outcome.slots == {"alone": None, "session_open": None}
    assert outcome.closed
