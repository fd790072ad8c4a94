"""Phrases beside the composer, in the client's language with the English."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from console.accounts.models import User
from console.cases import steps
from console.cases.models import Case
from console.stream.intake import receive
from tests.console.material import Sealer
from undertone.phrases import load_phrases, offered_in


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_the_holder_sees_all_phrases_in_the_clients_language(
    language: str, sealer: Sealer, officer: User, signed_in: Callable[[User], Client]
) -> None:
    text = case_page(language, sealer, officer, signed_in)
    for group in offered_in(language):
        for each in group.phrases:
            assert f'data-words="{each.words}"' in text
            assert each.phrase.text in text
    assert ("no speaker has checked" in text) == (language != "en")


def test_a_language_that_this_release_does_not_know_gets_the_english(
    sealer: Sealer, officer: User, signed_in: Callable[[User], Client]
) -> None:
    text = case_page("xx", sealer, officer, signed_in)
    assert all(f'data-words="{phrase.text}"' in text for phrase in load_phrases())


def case_page(
    language: str, sealer: Sealer, officer: User, signed_in: Callable[[User], Client]
) -> str:
    sealer.give_key(officer)
    made = sealer.new_case()
    receive(made.brief(language=language))
    steps.claim(Case.objects.get(), officer)
    answer = signed_in(officer).get(reverse("case", args=[made.case_id]))
    return html.unescape(answer.content.decode())
