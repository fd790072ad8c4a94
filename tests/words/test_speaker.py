"""The renderer: names and variables become words, and nothing is ever missing in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from undertone.guard import Level
from undertone.languages import DEFAULT, LANGUAGES
from undertone.words import (
    BadDomain,
    Button,
    Catalogue,
    MissingWords,
    Response,
    Speaker,
    Translation,
    load_responses,
)
from undertone.words.speaker import isolated, ltr

ARABIC = LANGUAGES["ar"]
RESPONSES = {
    "utter_name": Response("utter_name", "Hello {name}", Level.COVER),
    "utter_pick": Response(
        "utter_pick",
        "Which?",
        Level.PRIVATE,
        (Button("One", "/one"), Button("Two", "/two"), Button("Three", "/three")),
        columns=2,
    ),
    "utter_list": Response(
        "utter_list", "Pick", Level.COVER, (Button("None", "/none"),), buttons_from="rooms"
    ),
}
WORDS = {
    ("utter_name", "Hello {name}"): Translation("مرحبا {name}", reviewed=True),
    ("utter_pick", "Which?"): Translation("أيهما؟", reviewed=False),
    ("utter_pick", "One"): Translation("واحد", reviewed=True),
}


@pytest.fixture
def speaker() -> Speaker:
    catalogues = {"en": Catalogue(DEFAULT, {}), "ar": Catalogue(ARABIC, WORDS)}
    return Speaker(RESPONSES, catalogues, {"rooms": lambda code: [Button(f"in {code}", "/x")]})


def test_english_is_the_source_itself(speaker: Speaker) -> None:
    line = speaker.say("utter_name", "en", {"name": "Amal"})
    assert line.text == "Hello Amal"
    assert line.level is Level.COVER


def test_another_language_has_words_of_its_own(speaker: Speaker) -> None:
    assert speaker.say("utter_name", "ar", {"name": "أمل"}).text == "مرحبا أمل"


def test_missing_words_are_an_error_and_never_an_english_sentence(speaker: Speaker) -> None:
    with pytest.raises(MissingWords, match="utter_pick"):
        speaker.say("utter_pick", "ar")
    with pytest.raises(MissingWords, match="utter_list"):
        speaker.say("utter_list", "ar")


def test_a_missing_variable_is_an_error(speaker: Speaker) -> None:
    with pytest.raises(KeyError, match="name"):
        speaker.say("utter_name", "en")


@pytest.mark.parametrize(("name", "language"), [("utter_nobody", "en"), ("utter_name", "xx")])
def test_what_is_not_known_is_an_error(speaker: Speaker, name: str, language: str) -> None:
    with pytest.raises(KeyError):
        speaker.say(name, language)


def test_a_variable_that_looks_like_another_one_is_left_as_it_is(speaker: Speaker) -> None:
    assert speaker.say("utter_name", "en", {"name": "{name} {x}"}).text == "Hello {name} {x}"


def test_buttons_come_in_rows_and_those_of_a_room_first(speaker: Speaker) -> None:
    rows = speaker.say("utter_pick", "en").rows
    assert [[button.title for button in row] for row in rows] == [["One", "Two"], ["Three"]]
    listed = speaker.say("utter_list", "en").rows
    assert [row[0].title for row in listed] == ["in en", "None"]


def test_a_number_in_a_right_to_left_sentence_stays_whole() -> None:
    assert ltr("0808 2000 247") == "\u20660808 2000 247\u2069"
    assert isolated("Amal") == "\u2068Amal\u2069"


def _domain(folder: Path, body: str) -> Path:
    file = folder / "domain.yml"
    file.write_text(f"responses:\n  utter_x:\n{body}", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "body",
    [
        "    - text: one\n      metadata: {level: cover}\n    - text: two\n",
        "    - text: one\n",
        "    - text: one\n      metadata: {level: topic}\n",
        "    - text: one\n      metadata: {columns: 2}\n",
        "    - text: ''\n      metadata: {level: cover}\n",
    ],
    ids=["two texts", "no metadata", "unknown level", "no level", "empty"],
)
def test_a_response_without_one_text_and_one_level_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(BadDomain, match="utter_x"):
        load_responses(_domain(tmp_path, body))
