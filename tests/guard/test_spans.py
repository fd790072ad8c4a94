"""The places that a verdict points to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.guard.texts_by_kind import LANGUAGES
from undertone.guard import Level, check


@pytest.mark.parametrize(
    ("text", "language", "matches"),
    [
        ("This is abuse, is it?", "en", ("abuse",)),
        ("a\u200bb\u00aduse!", "en", ("a\u200bb\u00aduse",)),
        ("so a b u s e it is", "en", ("a b u s e",)),
        ("𝓪𝓫𝓾𝓼𝓮 now", "en", ("𝓪𝓫𝓾𝓼𝓮",)),
        ("ﷺ والضحيةِ", "ar", ("والضحيةِ",)),
        ("violence and rape", "en", ("violence", "rape")),
        ("Straße abuse", "en", ("abuse",)),
    ],
)
def test_they_mark_the_words_as_they_were_written(
    text: str, language: str, matches: tuple[str, ...]
) -> None:
    verdict = check(text, Level.PRIVATE, language)
    assert tuple(match.strip("ِ") for match in verdict.matches) == tuple(
        m.strip("ِ") for m in matches
    )


CODES = st.sampled_from(sorted(LANGUAGES))


@settings(deadline=None)
@given(
    text=st.text(max_size=60),
    language=CODES,
    level=st.sampled_from(Level),
)
def test_any_text_gets_a_verdict_with_places_inside_it(
    text: str, language: str, level: Level
) -> None:
    verdict = check(text, level, language)
    assert verdict.passed is not bool(verdict.spans)
    assert verdict.matches == tuple(text[start:end] for start, end in verdict.spans)
    ends = [end for _, end in verdict.spans]
    starts = [start for start, _ in verdict.spans]
    assert all(0 <= start < end <= len(text) for start, end in verdict.spans)
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))


@settings(deadline=None)
@given(
    before=st.text(max_size=20),
    after=st.text(max_size=20),
    language=CODES,
)
def test_nothing_put_around_a_topic_word_hides_it(before: str, after: str, language: str) -> None:
    assert not check(f"{before} violence {after}", Level.PRIVATE, language).passed
