"""The words on offer and the words that a client may choose."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.each_language import EACH_LANGUAGE
from undertone.exit_word import acceptable, choices, is_exit, normalise
from undertone.exit_word.slips import cuts, meant
from undertone.exit_word.words import offer_in
from undertone.guard import Level, check
from undertone.languages import LANGUAGES


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_there_are_six_words_and_they_are_bland(language: str) -> None:
    words = choices(language)
    assert len(set(words)) == 6
    for word in words:
        assert check(word, Level.COVER, language).passed
        assert acceptable(word, language) is None


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_no_slip_leads_from_one_word_on_offer_to_another(language: str) -> None:
    for one, other in combinations(offer_in(language).choices, 2):
        assert one.forms.isdisjoint(other.forms)
        for left, right in ((one, other), (other, one)):
            slips = {slip for form in left.forms for slip in (*meant(form), *cuts(form))}
            assert slips.isdisjoint(right.forms)


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_no_answer_that_people_give_is_an_exit(language: str) -> None:
    for other in LANGUAGES:
        for reply in offer_in(other).replies:
            assert not is_exit(reply, language=language, own=None), reply


@pytest.mark.parametrize(
    ("word", "language", "problem"),
    [
        ("", "en", "empty"),
        ("🙂", "en", "empty"),
        ("/kettle", "en", "command"),
        ("cat", "en", "too_short"),
        ("aaaa", "en", "too_short"),
        ("antidisestablishmentarianism", "en", "too_long"),
        ("my big blue kettle", "en", "too_many_words"),
        ("07700900123", "en", "digits"),
        ("thanks", "en", "common"),
        ("Thanks!", "fa", "common"),
        ("thansk", "en", "common"),
        ("شكرا", "ar", "common"),
        ("ممنون", "fa", "common"),
        ("police", "en", "common"),
        ("abuse", "en", "sensitive"),
        ("danger", "fa", "sensitive"),
        ("خشونت", "fa", "sensitive"),
        ("kettle", "en", None),
        ("blue kettle", "en", None),
        ("برتقال", "ar", None),
        ("گلدان", "fa", None),
    ],
)
def test_a_word_that_would_trip_or_tell_is_refused(
    word: str, language: str, problem: str | None
) -> None:
    assert acceptable(word, language) == problem


def test_normalising_takes_away_everything_but_the_letters() -> None:
    assert normalise(" «Té\u200ba-POT»! ") == "teapot"
    assert normalise("زَنْجـبيل") == normalise("زنجبیل")
