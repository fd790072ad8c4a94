"""Drafts that no person has read are offered in the sandbox, and with a real bot only if asked."""

from __future__ import annotations

import shutil
from pathlib import Path

import polib
import pytest

import bot.settings
from undertone.environment import ROOT, BadSetting, Environment
from undertone.languages import LANGUAGES
from undertone.words.catalogue import catalogue_path
from undertone.words.served import explain, may_be_unreviewed, served_languages

TOKEN = "123456:ABC-def"


@pytest.fixture
def reviewed_farsi(tmp_path: Path) -> Path:
    """A copy of the words in which a person has reviewed all of Farsi."""
    shutil.copytree(ROOT / "locale", tmp_path / "locale")
    shutil.copy(ROOT / "domain.yml", tmp_path)
    path = catalogue_path(LANGUAGES["fa"], tmp_path)
    po = polib.pofile(str(path))
    for entry in po:
        entry.flags = []
    po.save(str(path))
    return tmp_path


@pytest.mark.parametrize(
    ("said", "sandbox", "offered"),
    [("", True, True), ("", False, False), ("yes", False, True), ("no", True, False)],
)
def test_the_setting_decides_and_the_sandbox_is_the_default(
    said: str, sandbox: bool, offered: bool
) -> None:
    environment = Environment({"UNREVIEWED_WORDS": said})
    assert may_be_unreviewed(environment, sandbox=sandbox) is offered


def test_a_word_that_is_neither_yes_nor_no_stops_the_start() -> None:
    with pytest.raises(BadSetting, match="UNREVIEWED_WORDS"):
        may_be_unreviewed(Environment({"UNREVIEWED_WORDS": "perhaps"}), sandbox=True)


def test_with_a_real_token_drafts_are_not_offered(tmp_path: Path) -> None:
    variables = {"UNDERTONE_HOME": str(tmp_path), "REDIS_URL": "redis://x"}
    real = bot.settings.read_settings(Environment({**variables, "TELEGRAM_BOT_TOKEN": TOKEN}))
    trying = bot.settings.read_settings(Environment(variables))
    assert not real.unreviewed_words
    assert trying.unreviewed_words


def test_only_what_a_person_has_read_is_offered(reviewed_farsi: Path) -> None:
    offered = served_languages(unreviewed=False, root=reviewed_farsi)
    assert [language.code for language in offered] == ["en", "fa"]
    assert len(served_languages(unreviewed=True)) == len(LANGUAGES)


def test_one_string_that_nobody_has_read_is_enough_to_hold_a_language_back(
    reviewed_farsi: Path,
) -> None:
    path = catalogue_path(LANGUAGES["fa"], reviewed_farsi)
    po = polib.pofile(str(path))
    po[0].flags = ["fuzzy"]
    po.save(str(path))
    offered = served_languages(unreviewed=False, root=reviewed_farsi)
    assert [language.code for language in offered] == ["en"]


def test_the_message_names_what_is_missing_and_how_to_decide() -> None:
    assert explain(LANGUAGES.values()) == ""
    said = explain([LANGUAGES["en"]])
    assert "Tigrinya" in said
    assert "UNREVIEWED_WORDS=yes" in said
    assert "words export" in said
