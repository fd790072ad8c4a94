"""What officers are offered: every phrase in every language, its gap where the English has one."""

from __future__ import annotations

import pytest

from tests.each_language import EACH_LANGUAGE
from undertone.drift import check_typed
from undertone.languages import DEFAULT, LANGUAGES, UnknownLanguage
from undertone.phrases import GAP, load_phrases, offered, offered_in
from undertone.words.catalogue import Catalogue
from undertone.words.proof import prove
from undertone.words.update import all_statuses, strings


@pytest.mark.parametrize("code", EACH_LANGUAGE)
def test_every_phrase_has_words_that_may_be_sent(code: str) -> None:
    ready = [each for group in offered_in(code) for each in group.phrases]
    held = [each.words for each in ready if not check_typed(each.words, code).passed]
    uneven = [each.words for each in ready if each.words.count(GAP) != each.phrase.text.count(GAP)]
    assert (held, uneven) == ([], [])
    assert all(each.words for each in ready)


def test_english_is_offered_as_it_is_written() -> None:
    shown = [each for group in offered_in(DEFAULT.code) for each in group.phrases]
    assert [each.words for each in shown] == [phrase.text for phrase in load_phrases()]
    assert all(each.reviewed for each in shown)


def test_a_language_without_words_offers_none(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = {"ar": Catalogue(LANGUAGES["ar"], {})}
    monkeypatch.setattr(offered, "load_catalogues", lambda languages: empty)
    shown = [each for group in offered_in.__wrapped__("ar") for each in group.phrases]
    assert {(each.words, each.reviewed) for each in shown} == {("", False)}


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UnknownLanguage):
        offered_in("xx")


def test_phrases_are_part_of_the_proof_and_of_the_status() -> None:
    contexts = {phrase.context for phrase in load_phrases()}
    proved = [row for row in prove() if row.name in contexts]
    assert len(proved) == len(contexts) * len(LANGUAGES)
    assert {row.level for row in proved} == {"private"}
    assert {row.verdict for row in proved} == {"pass"}
    assert min(status.total for status in all_statuses()) > len(contexts)
    assert set(dict(strings({}, load_phrases()))) == contexts
