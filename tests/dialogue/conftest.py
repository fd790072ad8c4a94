"""Real servers, once for all dialogue tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.dialogue.servers import ROOT, Servers
from tests.dialogue.talk import Talk

Begin = Callable[..., Talk]


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """The dialogue and action servers with a model of the present inputs."""
    with Servers(tmp_path_factory.mktemp("dialogue")) as running:
        yield running


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    """One connection pool for all tests."""
    with httpx.Client(timeout=10) as opened:
        yield opened


@pytest.fixture
def begin(servers: Servers, client: httpx.Client) -> Begin:
    """Starts a conversation: ``begin()`` at the gate, ``begin("danger_now")`` at a question."""

    def start(question: str = "", language: str = "en") -> Talk:
        talk = Talk(servers.url, client, language)
        return walk_to(talk, question) if question else talk

    return start


WAY = (
    ("good_moment", "/affirm"),
    ("alone", "/affirm"),
    ("exit_word", '/choose{"choice":"other"}'),
    ("exit_word_choice", '/choose{"choice":"garden"}'),
    ("keep_messages", '/choose{"choice":"remove"}'),
    ("danger_now", "/deny"),
    ("interpreter_wanted", "/affirm"),
    ("interpreter_language", '/choose{"choice":"this"}'),
    ("interpreter_gender", '/choose{"choice":"female"}'),
    ("communication_needs", '/choose{"choice":"done"}'),
    ("consent_officer", "/affirm"),
    ("what_to_call", "Noor"),
    ("safe_contact", '/choose{"choice":"this_chat"}'),
    ("contact_times", '/choose{"choice":"evening"}'),
    ("area", "Leeds LS6"),
    ("accommodation_kind", '/choose{"choice":"hotel"}'),
    ("accommodation_whose", '/choose{"choice":"home_office"}'),
    ("other_person_lives_there", "/affirm"),
    ("children", "/affirm"),
    ("children_where", '/choose{"choice":"with_me"}'),
    ("reference_number", "M1234567"),
    ("own_words", '/choose{"choice":"done"}'),
    ("consent_migrant_help", "/affirm"),
    ("consent_accommodation", "/affirm"),
    ("agencies", '/choose{"choice":"none"}'),
    ("onward_referral", "/affirm"),
    ("other_needs", '/choose{"choice":"done"}'),
    ("wish_home_office", '/choose{"choice":"move"}'),
    ("wish_detail", "near a school"),
)
"""One whole conversation: every question that is asked, and an answer."""


_WALKED: dict[tuple[str, str, str], Talk] = {}


def walk_to(talk: Talk, question: str) -> Talk:
    """Answer everything up to ``question`` (or to the end for ``"end"``); walked once each."""
    key = (talk.url, talk.language, question)
    if key not in _WALKED:
        _WALKED[key] = _walk(talk, question)
    return replace(_WALKED[key], all_effects=[*_WALKED[key].all_effects])


def _walk(talk: Talk, question: str) -> Talk:
    talk.says("hello")
    for asked, answer in WAY:
        assert talk.question == asked
        if asked == question:
            return talk
        talk.says(answer)
    assert question == "end", question
    return talk


@pytest.fixture(scope="session")
def domain() -> dict[str, Any]:
    """``domain.yml``."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT
