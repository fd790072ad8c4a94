"""Which messages are the exit word."""

from __future__ import annotations

from pathlib import Path

import pytest

from undertone.exit_word import OwnWord, choices, default_word, is_exit
from undertone.languages import UnknownLanguage

KEY = b"k" * 32
UNSEEN = Path(__file__).parent / "unseen"


def leaves(message: str, language: str = "en", word: str | None = None) -> bool:
    own = OwnWord.make(word, KEY) if word else None
    return is_exit(message, language=language, own=own)


@pytest.mark.parametrize(
    "message",
    [
        "teapot",
        "TEAPOT",
        "  teapot \n",
        "Teapot!!!",
        "«teapot»",
        "🫖 teapot 🙏",
        "tea pot",
        "tea-pot",
        "t e a p o t",
        "teapot teapot",
        "teapot, teapot, teapot",
        "tea pot tea pot",
        "teapotteapot",
        "teeeapoooot",
        "te\u200bap\u00adot",
        "ｔｅａｐｏｔ",
        "téapöt",
        "taepot",
        "teapto",
        "teaot",
        "teappot",
        "teapit",
        "trapot",
    ],
)
def test_the_default_word_is_known_however_it_is_typed(message: str) -> None:
    assert leaves(message)


@pytest.mark.parametrize(
    "message",
    [
        "I bought a teapot yesterday",
        "the teapot is broken",
        "a teapot",
        "teapot please call me",
        "teapots",
        "teapots are nice",
        "yes",
        "no",
        "pot",
        "tea",
        "teacup",
        "depot",
        "",
        " ",
        "🙂",
        "...",
        "123456",
    ],
)
def test_everything_else_stays(message: str) -> None:
    assert not leaves(message)


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
@pytest.mark.parametrize(
    "message",
    ["/exit", "/EXIT", " /exit ", "/exit@some_bot", "/exit now", "exit", "EXIT!"]
    + ["✖", "✖️", "❌", "✕", "×", "❌❌ ❌"],
)
def test_the_universal_signs_work_in_every_language(language: str, message: str) -> None:
    assert leaves(message, language)


@pytest.mark.parametrize(
    "message", ["/exited", "exit the motorway at 5", "✖ teacup", "/start", "exits"]
)
def test_what_only_begins_like_a_universal_sign_stays(message: str) -> None:
    assert not leaves(message)


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("زنجـبيل", "ar"),
        ("زَنْجَبِيل", "ar"),
        ("zanjabil", "ar"),
        ("Zanjabeel!", "ar"),
        ("zengebeel", "ar"),
        (".k[fdg", "ar"),
        ("دارچین", "fa"),
        ("دارچين", "fa"),
        ("دار چین", "fa"),
        ("darchin", "fa"),
        ("nhv]dk", "fa"),
    ],
)
def test_script_variants_romanised_spelling_and_the_wrong_keyboard_count(
    message: str, language: str
) -> None:
    assert leaves(message, language)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("برتقال", "borto2al"),
        ("برتقال", "burtuqal"),
        ("نعناع", "na3na3"),
        ("پنجره", "panjareh"),
        ("کفشدوزک", "kafsh doozak"),
        ("bortoqal", "برتقال"),
        ("Blue Kettle", "bluekettle"),
        ("blue kettle", "Blue  kettel"),
    ],
)
def test_the_own_word_is_known_in_either_script(word: str, message: str) -> None:
    assert leaves(message, "ar", word)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("blanket", "blanked"),
        ("blanket", "blankets"),
        ("kettle", "settle"),
        ("برتقال", "برتقالي"),
        ("شمسية", "شمسي"),
        ("پنجره", "پنجه"),
        ("lamp", "lump"),
        ("blue kettle", "blue"),
    ],
)
def test_other_real_words_near_the_own_word_stay(word: str, message: str) -> None:
    assert not leaves(message, "fa", word)


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_a_word_on_offer_counts_only_once_it_was_chosen_and_the_default_always(
    language: str,
) -> None:
    default, *others = choices(language)
    assert default == default_word(language)
    for word in others:
        assert not leaves(word, language)
        assert leaves(word, language, word)
        assert leaves(default, language, word)


def test_a_spelling_of_a_chosen_word_counts_though_only_its_hash_is_kept() -> None:
    assert leaves("hendooneh", "fa", "هندوانه")


@pytest.mark.parametrize("reply", ["yes", "ok", "thanks", "please"])
def test_an_answer_is_never_read_as_a_slip_of_the_own_word(reply: str) -> None:
    swapped = reply[1] + reply[0] + reply[2:]
    assert not leaves(reply, "en", swapped if len(reply) > 4 else reply + "x")


def test_an_unknown_language_raises() -> None:
    with pytest.raises(UnknownLanguage):
        is_exit("hello", language="xx", own=None)


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_it_judges_messages_of_somebody_who_has_not_seen_the_rules(language: str) -> None:
    rows = [
        line.split("\t")
        for line in (UNSEEN / f"{language}.tsv").read_text(encoding="utf-8").split("\n")
        if line
    ]
    wrong = [row for row in rows if leaves(row[2], language, row[1]) is not (row[0] == "exit")]
    assert len(rows) >= 100
    assert len(wrong) / len(rows) <= 0.02
