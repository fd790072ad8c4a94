"""Reading ease: every language keeps its limits, and a hard text is told from an easy one."""

from __future__ import annotations

import pytest

from tests.each_language import EACH_LANGUAGE
from undertone.languages import LANGUAGES
from undertone.words import load_catalogues
from undertone.words.catalogue import Catalogue, Translation
from undertone.words.quality import all_words
from undertone.words.reading_ease import FORMULAS, ease, sentences, too_hard


@pytest.fixture(scope="module")
def catalogues() -> dict[str, Catalogue]:
    return load_catalogues(LANGUAGES.values())


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_no_sentence_is_too_long_and_no_language_too_hard(
    catalogues: dict[str, Catalogue], language: str
) -> None:
    assert list(too_hard(catalogues[language])) == []


@pytest.mark.parametrize("language", sorted(set(FORMULAS) - {"en"}))
def test_official_words_are_harder_and_found(
    catalogues: dict[str, Catalogue], language: str
) -> None:
    hard = {
        "es": "La administración competente notificará oportunamente resoluciones administrativas",
        "fr": "L'administration compétente communiquera ultérieurement les décisions afférentes",
        "tr": "Değerlendirilmelerine ilişkin bilgilendirmelerin gerçekleştirilmesi gereklidir",
    }[language]
    real = catalogues[language]
    entries = {
        (words.context, words.source): Translation(hard, reviewed=False)
        for words in all_words(real)
    }
    official = Catalogue(real.language, entries)
    easy_score, hard_score = ease(real).score, ease(official).score
    assert easy_score is not None
    assert hard_score is not None
    assert hard_score < easy_score - 30
    assert any("reading ease" in found for found in too_hard(official))


def test_sentences_end_where_the_script_ends_them() -> None:
    assert sentences("Yes. No! {line}\nWhy?") == ["Yes", "No", "x", "Why"]
    assert sentences("سلام؟ خوب۔") == ["سلام", "خوب"]
    assert sentences("ሰላም። ደሓን።") == ["ሰላም", "ደሓን"]
    assert sentences("你好。再见!") == ["你好", "再见"]
