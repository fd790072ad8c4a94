"""What the guard holds and what it lets through, on whole texts."""

from __future__ import annotations

import pytest

from tests.guard.texts_by_kind import KINDS, LANGUAGES, texts
from undertone.guard import Level, check

OWN = [(code, kind, text) for code in LANGUAGES for kind, text in texts("texts", code)]


@pytest.mark.parametrize(("language", "kind", "text"), OWN)
def test_it_judges_the_texts_written_with_the_lexicon(language: str, kind: str, text: str) -> None:
    level, passes = KINDS[kind]
    assert check(text, level, language).passed is passes


@pytest.mark.parametrize(
    ("language", "text"), [(code, text) for code, kind, text in OWN if kind == "topic"]
)
def test_what_is_held_inside_a_session_is_held_at_cover_level_too(language: str, text: str) -> None:
    assert not check(text, Level.COVER, language).passed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_it_judges_texts_of_somebody_who_has_not_seen_the_lexicon(language: str, kind: str) -> None:
    level, passes = KINDS[kind]
    verdicts = [
        check(text, level, language).passed is passes
        for found, text in texts("unseen", language)
        if found == kind
    ]
    assert len(verdicts) >= 40
    assert sum(verdicts) / len(verdicts) >= 0.98


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["abuse", "Domestic Violence", "she was raped", "Women's Aid"])
def test_english_is_held_in_every_language(language: str, text: str) -> None:
    assert not check(text, Level.PRIVATE, language).passed
