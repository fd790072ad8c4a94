"""Conversations in Arabic and Farsi, typed the way people type on a phone."""

from __future__ import annotations

import pytest

from tests.dialogue.conftest import Begin

pytestmark = pytest.mark.slow

TYPED = {
    "ar": ("مرحبا", "ايوا", "اي لحالي", "لا", "ما بدي جاوب", "شو يعني؟", "مين بيشوف هالكلام"),
    "fa": ("سلام", "آره", "تنهام", "نه", "نمیخوام جواب بدم", "یعنی چی؟", "کی اینا رو میبینه"),
}
ROMAN = {
    "ar": ("salam", "aywa", "ana la7ali", "la2", "t5aty", "shu ya3ni", "serri?"),
    "fa": ("slm", "are", "tanham", "na", "javab nemidam", "yani chi", "ki ino mibine"),
}
STOP = {
    "ar": ("وقف", "امسح كل شي", "khalas", "سكر المحادثة"),
    "fa": ("بسه", "پاک کن", "bas kon", "ببند"),
}
DANGER = {
    "ar": ("رح يقتلني", "معه سكين", "الحقوني", "ra7 ye2tolni", "عم يضربني هلا"),
    "fa": ("میخواد منو بکشه", "چاقو داره", "کمک کنید", "mano mikoshe", "داره منو میزنه"),
}


@pytest.mark.parametrize("words", [TYPED, ROMAN], ids=["script", "romanised"])
@pytest.mark.parametrize("language", ["ar", "fa"])
def test_a_conversation_is_held_by_typing(
    begin: Begin, language: str, words: dict[str, tuple[str, ...]]
) -> None:
    hello, yes, alone, no, skip, again, who_sees = words[language]
    talk = begin(language=language).says(hello, yes)
    assert talk.question == "alone"
    assert talk.says(alone).question == "exit_word"
    assert talk.chooses("keep").chooses("remove").question == "danger_now"
    assert talk.says(no).question == "interpreter_wanted"
    assert talk.says(again).question == "interpreter_wanted"
    assert talk.says(who_sees).replies[0] == "utter_privacy"
    assert talk.says(skip).question == "communication_needs"
    assert talk.records["interpreter_wanted"] == ("skipped", None)


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_stop_is_heard(begin: Begin, language: str) -> None:
    for text in STOP[language]:
        for question in ("interpreter_wanted", "area"):
            assert begin(question, language).says(text).effect_names == ["wipe"], text


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_danger_is_heard(begin: Begin, language: str) -> None:
    for text in DANGER[language]:
        talk = begin("interpreter_wanted", language).says(text)
        acted = "utter_emergency" in talk.replies
        assert acted or talk.question == "danger_now", text


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_the_interpreter_speaks_the_language_of_the_chat_where_it_is_tapped(
    begin: Begin, language: str
) -> None:
    talk = begin("interpreter_language", language).chooses("this")
    assert talk.records["interpreter_language"] == ("given", language)
