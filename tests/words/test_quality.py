"""Quality: the words of every language keep the rules, and each rule finds what it is for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.each_language import EACH_LANGUAGE
from undertone.guard import Level
from undertone.languages import LANGUAGES
from undertone.words import load_catalogues
from undertone.words.catalogue import Catalogue, Translation
from undertone.words.quality import Words, all_words, problems, problems_in, problems_of

GOOD = Words(
    "utter_danger_later",
    "OK. If that changes, call {emergency_number}, or tap ✖. Press 55.",
    "Vale. Si eso cambia, llame al {emergency_number} o toque ✖. Pulse 55.",
    Level.PRIVATE,
    is_button=False,
    language=LANGUAGES["es"],
)


@pytest.fixture(scope="module")
def catalogues() -> dict[str, Catalogue]:
    return load_catalogues(LANGUAGES.values())


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_the_words_of_every_language_keep_the_rules(
    catalogues: dict[str, Catalogue], language: str
) -> None:
    assert problems_in(language, catalogues) == []


def test_a_good_translation_has_no_problem() -> None:
    assert list(problems_of(GOOD)) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no words"),
        ("Vale. Llame al {emergency} o toque ✖. Pulse 55.", "placeholders"),
        ("Vale. Llame al {emergency_number}. Pulse 55.", "keep '✖'"),
        ("Vale. Llame al {emergency_number} o toque ✖. Pulse 5.", "55 and 999"),
        ("Vale. " * 40 + "{emergency_number} ✖ 55", "too long"),
        ("Vale. Llame al {emergency_number} о toque ✖. Pulse 55.", "another script"),
        ("OK. If you call {emergency_number} the person will tap ✖. Press 55.", "English"),
        ("Vale. Llame al \u2066{emergency_number} o toque ✖. Pulse 55.", "isolate"),
        ("Vale.  Llame al {emergency_number} o toque ✖. Pulse 55.", "blanks"),
        ("Vale. Llame ma\u0301s al {emergency_number} o toque ✖. Pulse 55.", "NFC"),
    ],
)
def test_every_rule_finds_what_it_is_for(text: str, problem: str) -> None:
    assert any(problem in found for found in problems_of(replace(GOOD, text=text)))


def test_a_button_must_fit_a_phone() -> None:
    button = Words("x", "Yes", "s" * 31, Level.COVER, is_button=True, language=LANGUAGES["es"])
    assert any("too long" in found for found in problems_of(button))


@pytest.mark.parametrize(
    ("source", "text", "problem"),
    [
        (
            "OK. Nobody will read what you wrote. You can say yes at any time: tap “A person”.",
            "باشد. هیچ‌کس نمی‌خواند. «یک آدم» را فشار دهید.",
            "name the button",
        ),
        ("Do you want an interpreter?", "مترجیم می‌خواهید؟", ""),
        ("Do you want an interpreter?", "گوینده می‌خواهید؟", "for interpreter"),
    ],
)
def test_terms_and_quoted_buttons_are_the_same_everywhere(
    catalogues: dict[str, Catalogue], source: str, text: str, problem: str
) -> None:
    """One string of the Farsi catalogue says it differently."""
    farsi = catalogues["fa"]
    entries = {
        (words.context, words.source): Translation(
            text if words.source == source else words.text, reviewed=False
        )
        for words in all_words(farsi)
    }
    found = list(problems(Catalogue(farsi.language, entries)))
    assert any(problem in one for one in found) if problem else found == []
