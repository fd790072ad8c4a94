"""Build-time proof: every string that can leave has a level and passes the guard."""

from __future__ import annotations

import pytest

from tests.each_language import EACH_LANGUAGE
from undertone.languages import DEFAULT, LANGUAGES
from undertone.words import load_responses, proof
from undertone.words.catalogue import Catalogue
from undertone.words.proof import UNTRANSLATED, Row, prove
from undertone.words.update import strings


def _held(rows: list[Row], language: str) -> list[Row]:
    return [row for row in rows if row.language == language and row.verdict != "pass"]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(prove())


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_every_string_passes_at_its_level(rows: list[Row], language: str) -> None:
    assert _held(rows, language) == []


def test_every_response_and_button_is_in_the_proof(rows: list[Row]) -> None:
    proved = {(row.name, row.text) for row in rows if row.language == DEFAULT.code}
    wanted = {(name, text.replace("\n", " ")) for name, text in strings(load_responses())}
    assert wanted <= proved


def test_a_language_without_words_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = {"ar": Catalogue(LANGUAGES["ar"], {})}
    monkeypatch.setattr(proof, "load_catalogues", lambda languages: empty)
    responses = {row.verdict for row in prove() if row.text == UNTRANSLATED}
    assert responses == {"hold"}
