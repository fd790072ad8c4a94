"""Words that are written so that a simple list would miss them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undertone.guard import Level, check

WORDS = {
    "en": ("abuse", "violence", "victim", "safeguarding"),
    "ar": ("العنف", "اغتصاب"),
    "fa": ("خشونت", "قربانی"),
}
ALL = [(language, word) for language, words in WORDS.items() for word in words]
INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\ufeff\u200e\u200f\u202a\u202c\ufe0f\u0640"
SEPARATORS = (" ", ".", "-", "_", "/", "*", "·", " - ", "🙂", "\u00a0", "..")


def held(text: str, language: str) -> bool:
    return not check(text, Level.PRIVATE, language).passed


@pytest.mark.parametrize(("language", "word"), ALL)
@pytest.mark.parametrize("separator", SEPARATORS)
def test_spaced_out_letters_are_read(language: str, word: str, separator: str) -> None:
    assert held(f"x {separator.join(word)} y", language)


@pytest.mark.parametrize(("language", "word"), ALL)
@settings(deadline=None)
@given(data=st.data())
def test_invisible_characters_change_nothing(language: str, word: str, data: st.DataObject) -> None:
    hidden = data.draw(st.lists(st.sampled_from(INVISIBLE), min_size=len(word), max_size=len(word)))
    assert held("".join(a + b for a, b in zip(word, hidden, strict=True)), language)


@pytest.mark.parametrize(("language", "word"), ALL)
@settings(deadline=None)
@given(data=st.data())
def test_repeated_letters_are_read_once(language: str, word: str, data: st.DataObject) -> None:
    times = data.draw(
        st.lists(st.sampled_from((1, 3, 4, 9)), min_size=len(word), max_size=len(word))
    )
    assert held("".join(a * b for a, b in zip(word, times, strict=True)), language)


@pytest.mark.parametrize(("language", "word"), ALL)
def test_a_word_cut_in_two_is_read_as_one(language: str, word: str) -> None:
    for place in range(1, len(word)):
        for mark in ("-", ".", "_", "/", "\u2019", "·"):
            assert held(f"{word[:place]}{mark}{word[place:]}", language), (place, mark)


@pytest.mark.parametrize("word", ["violence", "safeguarding", "perpetrator", "trafficking"])
def test_a_long_word_with_a_blank_in_it_is_read_as_one(word: str) -> None:
    for place in range(1, len(word)):
        assert held(f"the {word[:place]} {word[place:]} here", "en"), place


@pytest.mark.parametrize(
    "text",
    [
        "4bus3",
        "@buse",
        "v10l3nc3",
        "r4pe",
        "$exual a$$ault",
        "v!ct!m",
        "h1ts you he h1ts you",
        "Vl0lence",
    ],
)
def test_digits_and_symbols_are_read_as_letters(text: str) -> None:
    assert held(text, "en")


@pytest.mark.parametrize(
    "text", ["ab*se", "r*pe", "vi**ence", "ab#se", "vi🔥lence", "ab?se", "_abuse_"]
)
def test_a_masked_letter_is_filled_in(text: str) -> None:
    assert held(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "аbusе",
        "ａｂｕｓｅ",
        "𝓪𝓫𝓾𝓼𝓮",
        "ᴀʙᴜsᴇ",
        "ⓐⓑⓤⓢⓔ",
        "🅰🅱🆄🆂🅴",
        "äbüsé",
        "ΑΒUSΕ",
        "a̶b̶u̶s̶e̶",
        "vioIence",
        "ABUSE",
    ],
)
def test_look_alike_letters_are_read_as_the_letter(text: str) -> None:
    assert held(text, "en")


@pytest.mark.parametrize(
    "text", ["اِغْتِصَاب", "إغتصاب", "أغتصاب", "اغتصـــاب", "ﺍﻏﺘﺼﺎﺏ", "والاغتصاب", "بالإغتصابِ"]
)
def test_arabic_spelling_variants_are_one_word(text: str) -> None:
    assert held(text, "ar")


@pytest.mark.parametrize(
    "text", ["قرباني", "قربانی‌ها", "قربانی ها", "قربانیان", "خشونتهای", "خشونت‌آمیز"]
)
def test_farsi_spelling_variants_are_one_word(text: str) -> None:
    assert held(text, "fa")


@pytest.mark.parametrize("text", ["#DomesticViolence", "womensaid.org.uk", "stopdomesticabuse"])
def test_words_run_together_are_found(text: str) -> None:
    assert held(text, "en")


def test_a_direction_override_is_held_since_it_shows_other_text_than_is_sent() -> None:
    assert held("\u202eesuba", "en")


@pytest.mark.parametrize(
    "text",
    [
        "let's talk",
        "be at home",
        "he at e",
        "4x4 B12 2nd 14h",
        "wow!!!",
        "a-ha",
        "x-ray",
        "coool",
        "ok*",
        "5 * 3 = 15",
    ],
)
def test_ordinary_marks_and_numbers_are_no_disguise(text: str) -> None:
    assert not held(text, "en")
