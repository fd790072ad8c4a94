"""Which language somebody writes: enough to order the picker, and never more than that."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undertone.environment import ROOT
from undertone.language_guess import (
    MOST_LIKELY,
    likely,
    named_language,
    of_phone,
    to_greet_in,
)
from undertone.languages import DEFAULT, LANGUAGES

SERVED = tuple(LANGUAGES.values())
BLIND = ROOT / "tests" / "nlu" / "unseen"
LEAST_AMONG_FIRST, LEAST_FIRST = 0.94, 0.85


def _blind() -> Iterator[tuple[str, str]]:
    for file in sorted(BLIND.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield file.stem, json.loads(line)["text"]


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("ti", "ti"),
        ("fa-AF", "prs"),
        ("fa", "fa"),
        ("ckb", "ckb"),
        ("zh-hant", "zh"),
        ("pt-BR", "en"),
        ("es_419", "es"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_what_the_phone_is_set_to(tag: str | None, code: str) -> None:
    assert of_phone(tag, SERVED).code == code


def test_most_texts_that_nobody_has_seen_lead_the_picker_with_their_language() -> None:
    """On an English phone, which is the hardest case; 22 languages, half a sentence each."""
    found = [(code, [row.code for row in likely(text, "en", SERVED)]) for code, text in _blind()]
    assert sum(code in codes for code, codes in found) / len(found) >= LEAST_AMONG_FIRST
    assert sum(code == codes[0] for code, codes in found) / len(found) >= LEAST_FIRST


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ሰላም ክትሕግዙኒ ትኽእሉ ዶ", "ti"),
        ("እርዳታ እፈልጋለሁ", "am"),
        ("من به کمک ضرورت دارم", "prs"),
        ("یارمەتیم دەوێت تکایە", "ckb"),
        ("زه مرستې ته اړتیا لرم", "ps"),
        ("mujhe madad chahiye please", "ur"),
        ("waxaan u baahanahay caawimaad", "so"),
    ],
)
def test_the_scripts_and_words_of_neighbours_are_told_apart(text: str, code: str) -> None:
    assert code in [row.code for row in likely(text, "en", SERVED)][:2]


def test_a_hello_is_said_in_the_phones_language_unless_the_text_is_clearly_in_another() -> None:
    assert to_greet_in("እርዳታ እፈልጋለሁ", "en", SERVED).code == "am"
    assert to_greet_in("umbrella", "en", SERVED).code == "en"
    assert to_greet_in("Maria", "fa", SERVED).code == "fa"
    assert to_greet_in("", "ar", SERVED).code == "ar"
    assert to_greet_in("👋", "ur", SERVED).code == "ur"


def test_a_language_that_is_not_offered_is_never_guessed() -> None:
    offered = (LANGUAGES["en"], LANGUAGES["ar"])
    assert of_phone("ti", offered) is DEFAULT
    assert set(likely("እርዳታ እፈልጋለሁ", "ti", offered)) <= set(offered)
    assert named_language("Tigrinya", offered) is None


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_every_name_of_a_language_names_it(language: object) -> None:
    row = next(each for each in SERVED if each is language)
    for name in (row.native, row.english, row.english.upper(), f"{row.native}!", *row.also):
        assert named_language(name, SERVED) is row, name


@settings(deadline=None)  # the first guess reads all examples
@given(st.text(max_size=300), st.sampled_from(["en", "fa", "xx", None]))
def test_any_text_gets_a_guess(text: str, phone: str | None) -> None:
    guessed = likely(text, phone, SERVED)
    assert 1 <= len(guessed) <= MOST_LIKELY
    assert to_greet_in(text, phone, SERVED) in SERVED
