"""The phrases as they are written: each usable, none twice, none that the guard would hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.each_language import EACH_LANGUAGE
from undertone.drift import check_typed
from undertone.phrases import BadPhrases, load_groups, load_phrases

PHRASES = load_phrases()
FEWEST = 30


def test_there_are_enough_phrases_and_some_for_every_occasion() -> None:
    assert len(PHRASES) >= FEWEST
    assert all(group.phrases for group in load_groups())
    assert sum("general" in phrase.tags for phrase in PHRASES) >= 3


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_the_english_may_be_sent_whatever_the_client_reads(language: str) -> None:
    assert [each.key for each in PHRASES if not check_typed(each.text, language).passed] == []


ROW = '[[group]]\ntitle = "t"\n[[group.phrase]]\nkey = "{key}"\ntext = "{text}"\ntags = {tags}\n'


@pytest.mark.parametrize(
    ("key", "text", "tags"),
    [
        ("Not a key", "Hello", '["a"]'),
        ("hello", "", '["a"]'),
        ("hello", "From … to …", '["a"]'),
        ("hello", "Hello", "[]"),
        ("hello", "Hello", '["Two words"]'),
        ("hello", "Hello", '["a"]\nlevel = "cover"'),
    ],
    ids=["key", "no text", "two gaps", "no tags", "tag", "another field"],
)
def test_what_cannot_be_used_is_refused(key: str, text: str, tags: str, tmp_path: Path) -> None:
    file = tmp_path / "phrases.toml"
    file.write_text(ROW.format(key=key, text=text, tags=tags), encoding="utf-8")
    with pytest.raises(BadPhrases):
        load_groups(file)


def test_the_same_key_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "phrases.toml"
    row = ROW.format(key="hello", text="Hello", tags='["a"]')
    file.write_text(row + row, encoding="utf-8")
    with pytest.raises(BadPhrases, match="hello"):
        load_groups(file)
