"""Whatever is wrong with a lexicon, no text gets a verdict from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from undertone.guard import BrokenLexicon, Level, MissingLexicon, check, lexicon
from undertone.languages import UnknownLanguage

GOOD: dict[str, Any] = {
    "language": "xx",
    "script": "latin",
    "topic": {"words": {"fixed": ["harm"]}},
}


def test_an_unknown_language_raises() -> None:
    with pytest.raises(UnknownLanguage):
        check("hello", Level.PRIVATE, "xx")


@pytest.mark.parametrize("language", ["xx", "../en", "", "en.toml"])
def test_a_missing_lexicon_raises(language: str) -> None:
    with pytest.raises(MissingLexicon):
        lexicon.lexicon_for(language)


def test_a_file_that_is_no_toml_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "yy.toml").write_bytes(b"language = \xff")
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    with pytest.raises(BrokenLexicon):
        lexicon.lexicon_for("yy")


def test_an_unknown_level_raises() -> None:
    with pytest.raises(ValueError, match="public"):
        check("hello", "public", "en")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"language": "yy"},
        {"script": "runes"},
        {"topic": {}},
        {"topic": {"words": {"verb": ["x"]}}},
        {"topic": {"words": {"fixed": ["two words"]}}},
        {"topic": {"words": {"fixed": ["\u200b"]}}},
        {"topic": {"words": "harm"}},
        {"topic": {"wrods": {}}},
        {"topic": {"phrases": ["<nobody> hit"]}},
        {"topic": {"phrases": ["hit ~2"]}},
        {"topic": {"phrases": ["a?"]}},
        {"paradigms": {"verb": {"sufixes": []}}},
        {"surprise": 1},
        {"romanised": {"topic": {}}},
        {"romanised": {"script": "latin"}},
    ],
    ids=str,
)
def test_a_mistake_in_a_lexicon_raises_and_names_the_language(change: dict[str, Any]) -> None:
    with pytest.raises(BrokenLexicon, match="xx"):
        lexicon.build_lexicon("xx", GOOD | change)


def test_the_lexicon_that_the_mistakes_are_made_in_is_good() -> None:
    assert lexicon.build_lexicon("xx", GOOD).language == "xx"
