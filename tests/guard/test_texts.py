"""What the guard holds and what it lets through, on whole texts."""

from __future__ import annotations

import pytest

from tests.each_language import EACH_LANGUAGE
from tests.guard.texts_by_kind import KINDS, UNSEEN, texts
from undertone.drift import FOLDER
from undertone.guard import Level, check

LEAST_TEXTS = 30
LEAST_RIGHT = 0.98


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_it_judges_the_texts_written_with_the_lexicon(language: str) -> None:
    wrong = [
        (kind, text)
        for kind, text in texts(FOLDER, language)
        if kind in KINDS and check(text, KINDS[kind][0], language).passed is not KINDS[kind][1]
    ]
    assert wrong == []


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_what_is_held_inside_a_session_is_held_at_cover_level_too(language: str) -> None:
    topic = [text for kind, text in texts(FOLDER, language) if kind == "topic"]
    assert [text for text in topic if check(text, Level.COVER, language).passed] == []


@pytest.mark.parametrize("language", EACH_LANGUAGE)
@pytest.mark.parametrize("kind", KINDS)
def test_it_judges_texts_of_somebody_who_has_not_seen_the_lexicon(language: str, kind: str) -> None:
    level, passes = KINDS[kind]
    verdicts = [
        check(text, level, language).passed is passes
        for found, text in texts(UNSEEN, language)
        if found == kind
    ]
    assert len(verdicts) >= LEAST_TEXTS
    assert sum(verdicts) / len(verdicts) >= LEAST_RIGHT


@pytest.mark.parametrize("language", EACH_LANGUAGE)
@pytest.mark.parametrize("text", ["abuse", "Domestic Violence", "she was raped", "Women's Aid"])
def test_english_is_held_in_every_language(language: str, text: str) -> None:
    assert not check(text, Level.PRIVATE, language).passed
