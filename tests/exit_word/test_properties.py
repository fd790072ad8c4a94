"""What holds for every message."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.each_language import EACH_LANGUAGE
from undertone.exit_word import OwnWord, choices, is_exit

KEY = b"k" * 32
LANGUAGES = ("en", "ar", "fa")
INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\u200e\u200f\ufe0f"
AROUND = " \n.,!?…'\"«»()[]{}*_~-–—؟،؛🙂🙏❤️🫖✨"
EVERYDAY = {
    "en": ["we", "bought", "two", "nice", "old", "things", "for", "our", "kitchen", "today"],
    "ar": ["اشترينا", "اليوم", "اشياء", "جميلة", "للمطبخ", "الجديد", "ثم", "رجعنا", "الى", "البيت"],
    "fa": ["امروز", "چند", "وسیله", "قشنگ", "برای", "آشپزخانه", "خریدیم", "و", "بعد", "با"],
}  # fmt: skip

words = st.sampled_from([(language, word) for language in LANGUAGES for word in choices(language)])


@settings(deadline=None)
@given(chosen=words, data=st.data())
def test_any_decoration_of_the_word_leaves(chosen: tuple[str, str], data: st.DataObject) -> None:
    language, word = chosen
    hidden = data.draw(
        st.lists(st.sampled_from(["", *INVISIBLE]), min_size=len(word), max_size=len(word))
    )
    upper = data.draw(st.lists(st.booleans(), min_size=len(word), max_size=len(word)))
    letters = [
        (letter.upper() if big else letter) + mark
        for letter, mark, big in zip(word, hidden, upper, strict=True)
    ]
    tatweel = "\u0640" if language != "en" else ""
    before, after = data.draw(st.text(AROUND, max_size=6)), data.draw(st.text(AROUND, max_size=6))
    message = before + tatweel.join(letters) + after
    assert is_exit(message, language=language, own=OwnWord.make(word, KEY))


@settings(deadline=None)
@given(chosen=words, data=st.data())
def test_any_sentence_with_three_other_words_stays(
    chosen: tuple[str, str], data: st.DataObject
) -> None:
    language, word = chosen
    sentence = data.draw(
        st.lists(st.sampled_from(EVERYDAY[language]), min_size=3, max_size=9, unique=True)
    )
    sentence.insert(data.draw(st.integers(0, len(sentence))), word)
    own = OwnWord.make(word, KEY)
    assert not is_exit(" ".join(sentence), language=language, own=own)


@pytest.mark.parametrize("language", EACH_LANGUAGE)
@settings(deadline=None)
@given(text=st.text(max_size=80))
def test_no_text_raises_and_no_odd_text_leaves_by_chance(language: str, text: str) -> None:
    is_exit(text, language=language, own=OwnWord.make("kettle", KEY))


@pytest.mark.parametrize("piece", ["a", "a ", "teapot ", "/exit ", "✖ a", "ز", "\u200d", "3"])
def test_the_longest_message_gets_an_answer(piece: str) -> None:
    message = (piece * 4096)[:4096]
    assert isinstance(is_exit(message, language="ar", own=OwnWord.make("برتقال", KEY)), bool)
