"""Reads a message as the answer to the question that is pending.

Fails towards asking: what cannot be read clearly is asked again with buttons, and a
doubtful sign of danger leads to the danger question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence, Union

from actions.answers import count_in, is_unknown
from actions.question import Kind, Question, Status

INTERRUPTIONS = {
    "stop",
    "in_danger",
    "ask_human",
    "ask_helpline",
    "ask_who",
    "ask_privacy",
    "change_language",
}
SMALL_TALK = {"greet", "thanks", "repeat"}
STATUS_OF = {"skip": Status.SKIPPED, "not_now": Status.NOT_NOW}
DONE = "done"
NONE = "none"

CLEAR = 0.5
"""Least confidence for a typed yes, no, skip or not now."""
SURE = 0.75
"""Least confidence at which a free text counts as an interruption and not as an answer."""
CERTAIN = 0.9
"""Least confidence at which a free text counts as beside the point."""
LIKELY = 0.4
"""Least confidence at which a closed question is left for anything but danger."""
BEYOND_A_NAME = 0.97
"""A name in one language is a word in another ("Noor" is "no more")."""
NEVER = 1.1
LONGEST_PLAIN = 6
"""Most words of an answer that is read without the model."""
SHORT = 4
"""Most words of a "no" or "skip" while a story is told."""
DOUBTFUL = 0.3
"""Least confidence at which danger in a free text makes us ask about it."""
DANGER_HINT = 0.2
"""Share of the ranking at which danger that did not win still makes us ask."""

_NAMED = re.compile(
    r"^\W*\w+\W+\d+\W*$|^\W*(?:you can |just |please )*call me (?!back|please|now|asap|later|on)\w",
    re.IGNORECASE,
)
"""What names a person and does not ask for one: "person 5", "call me Sara"."""


@dataclass(frozen=True)
class Message:
    """What the client sent, as the model understood it."""

    text: str
    intent: str
    confidence: float
    choice: Optional[str] = None
    danger: float = 0.0
    """Confidence of ``in_danger``, whether or not it came first."""
    language: str = "en"

    @property
    def tapped(self) -> bool:
        """Whether it came from a button."""
        return self.text.startswith("/")

    @classmethod
    def latest(cls, latest: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> "Message":
        """The message in a tracker's ``latest_message``.

        Its words come from the last user event: the model's copy is folded to one spelling.
        """
        users = [event for event in events if event.get("event") == "user"]
        intent = latest.get("intent") or {}
        ranking = {row["name"]: row["confidence"] for row in latest.get("intent_ranking") or []}
        entities = {row["entity"]: row["value"] for row in latest.get("entities") or []}
        choice = entities.get("choice")
        return cls(
            text=(users[-1].get("text") if users else None) or "",
            intent=intent.get("name") or "nlu_fallback",
            confidence=float(intent.get("confidence") or 0.0),
            choice=str(choice) if choice is not None else None,
            danger=float(ranking.get("in_danger", 0.0)),
            language=(latest.get("metadata") or {}).get("language", "en"),
        )


@dataclass(frozen=True)
class Answer:
    """The pending question is answered (for pieces and several: in part)."""

    status: Status
    value: Any = None
    complete: bool = True
    doubt: bool = False
    """Whether danger must be asked about as well."""
    count: Optional[int] = None
    """The number that was typed, where the question counts something."""


class Interruption:
    """Something else comes first; the question stays pending."""


class SmallTalk:
    """Answered in passing; the question is asked again."""


@dataclass(frozen=True)
class Aside:
    """Part of the story told in passing: kept, and the question is asked again."""

    doubt: bool = False


@dataclass(frozen=True)
class Unclear:
    """Not understood; the question is asked again."""

    doubt: bool = False


Reading = Union[Answer, Interruption, SmallTalk, Aside, Unclear]


def read(question: Question, message: Message) -> Reading:
    """What ``message`` means while ``question`` is pending."""
    if message.tapped:
        return _tapped(question, message)
    value = question.parse(message.text) if question.parse else None
    if value is not None:
        return Answer(Status.GIVEN, value)
    free = question.kind in (Kind.TEXT, Kind.PIECES, Kind.SEVERAL) or question.typed
    if question.slot == "danger_now" and message.intent == "in_danger":
        return Answer(Status.GIVEN, True)
    if message.intent in INTERRUPTIONS and _interrupts(question, free, message):
        return Interruption()
    if question.of_time and message.intent == "not_now":
        return Unclear()
    plain = _plain(question, message)
    if plain is not None:
        return plain
    if message.intent in STATUS_OF and message.confidence >= _least(question, free, message):
        return Answer(STATUS_OF[message.intent])
    return _free(question, message) if free else _closed(question, message)


def _plain(question: Question, message: Message) -> Optional[Reading]:
    """What needs no model: "don't know", and a number where something is counted.

    Only short messages: a number in a story is part of the story.
    """
    if len(message.text.split()) > LONGEST_PLAIN:
        return None
    if question.kind is not Kind.PIECES and question.field and is_unknown(message.text):
        return Answer(Status.UNKNOWN)
    if question.counted is None or message.danger >= DANGER_HINT:
        return None
    number = count_in(message.text, message.language)
    value = question.counted(number) if number is not None else None
    return None if value is None else Answer(Status.GIVEN, value, count=number)


def _interrupts(question: Question, free: bool, message: Message) -> bool:
    if message.intent == "in_danger":
        return not free or message.confidence >= SURE
    if not question.name:
        return message.confidence >= (SURE if free else LIKELY)
    if message.intent == "stop":
        return message.confidence >= BEYOND_A_NAME
    return message.confidence >= CERTAIN and not _NAMED.search(message.text)


def _least(question: Question, free: bool, message: Message) -> float:
    """Least confidence for "skip", "not now" and "no": the freer the answer, the higher."""
    if question.kind is Kind.PIECES:
        return CERTAIN if len(message.text.split()) <= SHORT else NEVER
    return SURE if free else CLEAR


def _tapped(question: Question, message: Message) -> Reading:
    if message.intent in INTERRUPTIONS:
        return Interruption()
    if message.intent in STATUS_OF:
        return Answer(STATUS_OF[message.intent])
    if question.kind is Kind.YES_NO and message.intent in ("affirm", "deny"):
        return Answer(Status.GIVEN, message.intent == "affirm")
    if message.intent == "choose" and message.choice:
        return _chosen(question, message.choice)
    return SmallTalk() if message.intent in SMALL_TALK else Unclear()


def _chosen(question: Question, choice: str) -> Reading:
    if choice == "unknown":
        return Answer(Status.UNKNOWN)
    if choice == DONE and question.kind in (Kind.PIECES, Kind.SEVERAL):
        return Answer(Status.GIVEN)
    if question.slot in ("exit_word_choice", "duress_word", "language_choice"):
        return Answer(Status.GIVEN, choice)
    if question.parse:
        value = question.parse(choice)
        return Unclear() if value is None else Answer(Status.GIVEN, value)
    if choice not in question.choices:
        return Unclear()
    complete = question.kind is not Kind.SEVERAL or choice == NONE
    return Answer(Status.GIVEN, choice, complete)


def _closed(question: Question, message: Message) -> Reading:
    if message.intent in ("affirm", "deny") and message.confidence >= CLEAR:
        if question.kind is Kind.YES_NO:
            return Answer(Status.GIVEN, message.intent == "affirm")
        if question.slot == "exit_word":
            return Answer(Status.GIVEN, "keep" if message.intent == "affirm" else "other")
    if message.intent in SMALL_TALK:
        return SmallTalk()
    if message.intent in ("disclose", "children"):
        return Aside(doubt=message.danger >= DANGER_HINT)
    return Unclear(doubt=message.danger >= DANGER_HINT)


def _free(question: Question, message: Message) -> Reading:
    if question.kind in (Kind.TEXT, Kind.CHOICE):
        beside = _beside_the_point(question, message)
        if beside:
            return beside
    if message.intent == "deny" and message.confidence >= _least(question, True, message):
        return _no_to(question)
    doubt = message.danger >= DOUBTFUL
    if question.parse:
        return SmallTalk() if message.intent in SMALL_TALK else Unclear(doubt)
    partial = question.kind in (Kind.PIECES, Kind.SEVERAL)
    return Answer(Status.GIVEN, message.text, complete=not partial, doubt=doubt)


def _beside_the_point(question: Question, message: Message) -> Optional[Reading]:
    """What is clearly no answer to a question that takes any words ("Salam" may be a name)."""
    if message.confidence < CERTAIN:
        return None
    if message.intent == "repeat" or (message.intent == "thanks" and question.typed):
        return SmallTalk()
    if message.intent == "affirm":
        return Unclear()
    about_children = message.intent == "children" and question.slot != "children_where"
    if message.intent == "disclose" or about_children:
        return Aside(doubt=message.danger >= DANGER_HINT)
    return None


def _no_to(question: Question) -> Reading:
    if question.kind is Kind.SEVERAL:
        return Answer(Status.GIVEN, NONE)
    return Answer(Status.GIVEN if question.kind is Kind.PIECES else question.no_means)
