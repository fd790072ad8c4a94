"""Lines that tell the topic without any listed word, and what their drift must not do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.each_language import EACH_LANGUAGE
from tests.guard.texts_by_kind import LANGUAGES, UNSEEN, texts
from undertone import drift
from undertone.drift import FOLDER, check_typed
from undertone.guard import BrokenLexicon, Level, MissingLexicon, check
from undertone.languages import UnknownLanguage
from undertone.words import load_catalogues, load_responses

LEAST_HINTS = 0.9
LEAST_RIGHT = 0.97
SECOND = UNSEEN.with_name("unseen_second")


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_hints_are_held_and_everyday_lines_pass(language: str) -> None:
    judged = [
        (kind, check_typed(text, language).passed)
        for kind, text in texts(FOLDER, language)
        if kind in ("hint", "everyday")
    ]
    hints = [not passed for kind, passed in judged if kind == "hint"]
    everyday = [passed for kind, passed in judged if kind == "everyday"]
    assert sum(hints) >= LEAST_HINTS * len(hints)
    assert sum(everyday) >= 0.98 * len(everyday)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["topic", "everyday"])
def test_lists_and_drift_together_judge_texts_of_other_hands(kind: str) -> None:
    found = [
        check_typed(text, language).passed
        for language in LANGUAGES
        for each, text in texts(SECOND, language)
        if each == kind
    ]
    right = [passed is (kind == "everyday") for passed in found]
    assert len(right) >= 40 * len(LANGUAGES)
    assert sum(right) >= LEAST_RIGHT * len(right)


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_nearly_all_that_the_service_says_may_be_typed_too(language: str) -> None:
    catalogue = load_catalogues([LANGUAGES[language]])[language]
    said = [
        catalogue.translate(response.name, response.text)
        for response in load_responses().values()
        if response.level is Level.PRIVATE
    ]
    held = [text for text in said if not check_typed(text, language).passed]
    assert len(held) <= 0.03 * len(said), held


@settings(deadline=None)
@given(text=st.text(max_size=80), language=st.sampled_from(sorted(LANGUAGES)))
def test_it_lets_nothing_through_that_the_guard_holds(text: str, language: str) -> None:
    verdict = check_typed(text, language)
    assert not verdict.passed or check(text, Level.PRIVATE, language).passed
    assert verdict.matches == tuple(text[start:end] for start, end in verdict.spans)


@pytest.mark.parametrize("text", ["what he does at night", "he comes home and then it starts"])
def test_an_english_line_is_judged_in_every_chat_alike(text: str) -> None:
    held = {check_typed(text, language).passed for language in LANGUAGES}
    assert len(held) == 1


def test_it_points_to_words_of_the_line() -> None:
    verdict = check_typed("Who keeps your passport and your money at home?", "en")
    assert not verdict.passed
    assert verdict.matches


def test_a_short_line_has_no_drift() -> None:
    assert drift.drift("at home", "en").amount == 0.0


@pytest.mark.parametrize("text", ["", "。。。。。。！", "……  👍👍👍👍", "\n\n\n\n\n\n\n"])
@pytest.mark.parametrize("language", ["zh", "en", "ar"])
def test_a_line_without_words_passes(text: str, language: str) -> None:
    assert check_typed(text, language).passed


def test_an_unknown_language_raises() -> None:
    with pytest.raises(UnknownLanguage):
        check_typed("hello there you", "xx")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another folder of judged lines."""
    monkeypatch.setattr(drift, "FOLDER", tmp_path)
    monkeypatch.setattr(drift, "_model", drift._model.__wrapped__)
    return tmp_path


def test_without_judged_lines_nothing_gets_a_verdict(folder: Path) -> None:
    with pytest.raises(MissingLexicon):
        check_typed("hello there you", "en")
    (folder / "en.tsv").write_bytes(b"everyday\t\xff")
    with pytest.raises(BrokenLexicon):
        check_typed("hello there you", "en")
    (folder / "en.tsv").write_text("everyday\tall is well\n")
    with pytest.raises(BrokenLexicon, match="both kinds"):
        check_typed("hello there you", "en")
