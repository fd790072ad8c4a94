"""What follows from an answer: the brief, consents, and what is said or done at once."""

from __future__ import annotations

from typing import Any, Callable, Dict

from actions import agreed, callback
from actions.outcome import (
    EMERGENCY,
    Outcome,
    doubt_danger,
    hear_children,
    say_goodbye,
    status_value,
    urgent_hand_off,
)
from actions.question import Kind, Question, Status
from actions.reading import Answer, Message

Consequence = Callable[[Outcome, Answer, Message], None]


def take(question: Question, answer: Answer, message: Message, outcome: Outcome) -> None:
    """Write ``answer`` down and do what follows from it."""
    if question.kind in (Kind.PIECES, Kind.SEVERAL):
        _take_part(question, answer, message, outcome)
    else:
        _take_whole(question, answer, message, outcome)
    consequence = _CONSEQUENCES.get(question.slot)
    if consequence:
        consequence(outcome, answer, message)
    if answer.doubt and not outcome.closed:
        doubt_danger(outcome)


def _take_whole(question: Question, answer: Answer, message: Message, outcome: Outcome) -> None:
    value = answer.value if answer.status is Status.GIVEN else None
    if question.slot == "interpreter_language" and value == "this":
        value = message.language
    if question.field:
        outcome.record(question.field, value, answer.status)
    if question.count_field and answer.count:
        outcome.record(question.count_field, answer.count)
    if question.consent:
        granted = value if isinstance(value, bool) else None
        wording = f"utter_ask_{question.slot}"
        outcome.effect("consent", purpose=question.consent, granted=granted, wording=wording)
    kept = value if isinstance(value, bool) or message.tapped else None
    if question.kind is Kind.CHOICE and answer.value in question.choices:
        kept = answer.value
    outcome.slots[question.slot] = status_value(answer.status, kept)


def _take_part(question: Question, answer: Answer, message: Message, outcome: Outcome) -> None:
    if not answer.complete and (question.kind is Kind.PIECES or not message.tapped):
        outcome.record("own_words", answer.value)
        outcome.slots["words_kept"] = True
        outcome.say("utter_piece_kept")
    elif not answer.complete:
        picked = list(outcome["picked"] or [])
        outcome.slots["picked"] = [*picked, *[answer.value][answer.value in picked :]]
        outcome.say("utter_noted")
    elif question.kind is Kind.SEVERAL:
        _finish_several(question, answer, outcome)
    else:
        _finish_pieces(question, answer, outcome)


def _finish_several(question: Question, answer: Answer, outcome: Outcome) -> None:
    picked = list(outcome["picked"] or []) or ([answer.value] if answer.value else [])
    status = Status.SKIPPED if answer.status is Status.GIVEN and not picked else answer.status
    if question.field:
        outcome.record(question.field, picked or None, status)
    outcome.slots.update({question.slot: status.value, "picked": None})


def _finish_pieces(question: Question, answer: Answer, outcome: Outcome) -> None:
    told = bool(outcome["words_kept"])
    status = Status.SKIPPED if answer.status is Status.GIVEN and not told else answer.status
    if question.field and not told:
        outcome.record(question.field, None, status)
    if told:
        outcome.say("utter_words_thanks")
    outcome.slots[question.slot] = status.value


def _good_moment(outcome: Outcome, answer: Answer, _: Message) -> None:
    if answer.value is True:
        outcome.slots["session_open"] = True
        outcome.effect("begin_session")
    else:
        outcome.slots.update(good_moment=None, choosing_language=None, callback_asked=True)


def _alone(outcome: Outcome, answer: Answer, _: Message) -> None:
    if answer.value is not True:
        say_goodbye(outcome)


def _exit_word_choice(outcome: Outcome, answer: Answer, _: Message) -> None:
    if answer.status is Status.GIVEN and answer.value:
        outcome.effect("set_exit_word", word=answer.value)
        outcome.say("utter_exit_word_set")
        outcome.slots["exit_word_choice"] = Status.GIVEN.value


def _keep_line(outcome: Outcome, answer: Answer, _: Message) -> None:
    if answer.status is Status.GIVEN:
        outcome.effect("keep_line", keep=answer.value == "line")


def _warn_before_lock(outcome: Outcome, answer: Answer, _: Message) -> None:
    if answer.status is Status.GIVEN:
        outcome.effect("warn_before_lock", warn=answer.value)


def _duress_word(outcome: Outcome, answer: Answer, _: Message) -> None:
    if answer.status is Status.GIVEN and answer.value:
        outcome.effect("set_duress_word", word=answer.value)
        outcome.say("utter_duress_word_set")
        outcome.slots["duress_word"] = Status.GIVEN.value


def _keep_messages(outcome: Outcome, answer: Answer, _: Message) -> None:
    outcome.effect("keep_messages", keep=answer.value == "keep")


def _language(outcome: Outcome, answer: Answer, _: Message) -> None:
    if answer.status is Status.GIVEN and answer.value:
        outcome.effect("set_language", language=answer.value)
    outcome.slots.update(language_choice=None, choosing_language=None)


def _danger(outcome: Outcome, answer: Answer, _: Message) -> None:
    if answer.value is True:
        urgent_hand_off(outcome)
    elif answer.status is Status.UNKNOWN:
        outcome.say("utter_danger_unsure")
        outcome.share_numbers(EMERGENCY)
    else:
        outcome.say("utter_danger_later")


def _police(outcome: Outcome, answer: Answer, _: Message) -> None:
    outcome.say("utter_police_means")


def _children(outcome: Outcome, answer: Answer, _: Message) -> None:
    if answer.value is True:
        hear_children(outcome)


_CONSEQUENCES: Dict[str, Consequence] = {
    **callback.CONSEQUENCES,
    **agreed.CONSEQUENCES,
    "good_moment": _good_moment,
    "alone": _alone,
    "exit_word_choice": _exit_word_choice,
    "keep_line": _keep_line,
    "warn_before_lock": _warn_before_lock,
    "duress_word": _duress_word,
    "keep_messages": _keep_messages,
    "language_choice": _language,
    "danger_now": _danger,
    "police_contacted": _police,
    "children": _children,
}


def pass_by(message: Message, outcome: Outcome) -> None:
    """Keep what was told in passing and thank for it."""
    value: Any = message.text
    outcome.record("own_words", value)
    outcome.slots["words_kept"] = True
    outcome.say("utter_heard")
    if message.intent == "children":
        if outcome["children"] is None:
            outcome.record("children", True)
            outcome.slots["children"] = True
        hear_children(outcome)
