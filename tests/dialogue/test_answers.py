"""Answers in people's own words, in every language."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from actions.answers import FOLDER, MOST, count_in, is_none, is_unknown
from actions.question import Status
from actions.questions import question_named
from actions.reading import Answer, Message, read
from undertone.languages import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_what_it_must(language: str) -> None:
    listed = yaml.safe_load((FOLDER / f"{language}.yml").read_text(encoding="utf-8"))
    assert {*listed} == {"unknown", "none", "numbers", "days", "windows"}
    assert len(listed["unknown"]) >= 8
    assert set(listed["numbers"]) == set(range(1, 11))
    assert {*listed["days"]} == {"today", "tomorrow", "after_tomorrow"}
    assert {*listed["windows"]} == {"morning", "afternoon", "evening"}
    words = [word for each in listed["numbers"].values() for word in each]
    assert all(isinstance(word, str) for word in words)
    assert len(words) == len(set(words)), "one word for two numbers"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_listed_is_understood_and_not_confused(language: str) -> None:
    listed = yaml.safe_load((FOLDER / f"{language}.yml").read_text(encoding="utf-8"))
    assert all(is_unknown(said) and not is_none(said) for said in listed["unknown"])
    assert all(is_none(said) for said in listed["none"])
    for number, words in listed["numbers"].items():
        for word in words:
            assert count_in(word, language) == number, word


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("3", "en", 3),
        ("two kids", "en", 2),
        ("i have 3 children 5 7 and 9", "en", 3),
        ("٢", "ar", 2),
        ("۴ تا", "fa", 4),
        ("৩ জন", "bn", 3),
        ("२ बच्चे", "hi", 2),
        ("none", "ta", 0),
        ("two", "ti", 2),
        ("07700900123", "en", None),
        ("born 2019", "en", None),
        ("", "en", None),
        ("25", "en", None),
        ("两个孩子", "zh", 2),
    ],
)
def test_a_number_is_read_in_any_digits_and_in_words(
    text: str, language: str, number: int | None
) -> None:
    assert count_in(text, language) == number


@given(st.text(max_size=200), st.sampled_from(sorted(LANGUAGES)))
def test_no_text_breaks_it_and_no_number_is_too_large(text: str, language: str) -> None:
    number = count_in(text, language)
    assert number is None or 0 <= number <= MOST


def _answer(slot: str, text: str, **more: object) -> object:
    question = question_named("intake_form", slot)
    assert question is not None
    return read(question, Message(text, "nlu_fallback", 0.2, **more))  # type: ignore[arg-type]


def test_how_often_is_counted() -> None:
    for text, value in (("once", "once"), ("2", "two_or_three"), ("ten times", "more")):
        assert _answer("police_times", text) == Answer(
            Status.GIVEN, value, count=count_in(text, "en")
        )


def test_children_are_counted_and_none_means_no() -> None:
    assert _answer("children", "three girls") == Answer(Status.GIVEN, True, count=3)
    assert _answer("children", "none") == Answer(Status.GIVEN, False, count=0)


def test_not_knowing_is_an_answer_also_in_another_language() -> None:
    for text in ("I don't know", "نمی‌دانم", "ما بعرف"):
        assert _answer("crime_reference", text) == Answer(Status.UNKNOWN)


def test_a_number_beside_a_sign_of_danger_is_left_to_the_model() -> None:
    reading = _answer("children", "he has 2 knives", danger=0.5)
    assert not isinstance(reading, Answer)


def test_a_story_with_a_number_is_a_story() -> None:
    reading = _answer("own_words", "it began 3 years ago")
    assert isinstance(reading, Answer)
    assert reading.value == "it began 3 years ago"
