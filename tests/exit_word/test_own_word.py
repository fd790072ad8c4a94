"""The client's own word: what is stored of it and what that gives away."""

from __future__ import annotations

import json

import pytest

from undertone.exit_word import BadOwnWord, OwnWord

KEY = b"k" * 32


def test_it_survives_being_stored_as_json() -> None:
    stored = json.loads(json.dumps(OwnWord.make("Blue Kettle", KEY).to_state()))
    assert OwnWord.from_state(stored, KEY).matches("blue kettle")


def test_it_matches_nothing_under_another_key() -> None:
    stored = OwnWord.make("kettle", KEY).to_state()
    assert not OwnWord.from_state(stored, b"x" * 32).matches("kettle")


def test_what_is_stored_shows_neither_the_word_nor_its_length() -> None:
    short, long = (OwnWord.make(word, KEY).to_state() for word in ("lamp", "grandfather clock"))
    assert len(json.dumps(short)) == len(json.dumps(long))
    assert "lamp" not in json.dumps(short)
    assert "lamp" not in repr(OwnWord.make("lamp", KEY))


def test_the_same_word_is_stored_differently_each_time() -> None:
    assert OwnWord.make("kettle", KEY).to_state() != OwnWord.make("kettle", KEY).to_state()


@pytest.mark.parametrize("word", ["", " ", "🙂", "\u200b", "x" * 40])
def test_a_word_without_letters_or_with_too_many_is_refused(word: str) -> None:
    with pytest.raises(BadOwnWord):
        OwnWord.make(word, KEY)


@pytest.mark.parametrize(
    "state",
    [{}, {"version": 2, "marks": []}, {"version": 1, "marks": "a"}, {"version": 1, "marks": [1]}],
)
def test_a_stored_state_of_another_form_is_refused(state: dict[str, object]) -> None:
    with pytest.raises(BadOwnWord):
        OwnWord.from_state(state, KEY)
