"""Sealed content: only to the holder, always recorded, never anything in the clear."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from console.accounts.models import User
from console.cases import steps
from console.cases.history import CaseEvent, Happening
from console.cases.models import Case, Message
from console.stream.intake import receive
from tests.console.conftest import HOME
from tests.console.material import CANARY, Officer, SealedCase, Sealer
from undertone.sealing.envelope import ContentKind, open_content, open_with_seed
from undertone.streams.messages import Departure


@pytest.fixture
def key(sealer: Sealer, officer: User) -> Officer:
    return sealer.give_key(officer)


@pytest.fixture
def held(sealer: Sealer, key: Officer, officer: User) -> SealedCase:
    """A case that Olga Officer holds."""
    case = sealer.new_case()
    receive(case.brief())
    steps.claim(Case.objects.get(pk=case.case_id), officer)
    return case


@pytest.fixture
def browser(signed_in: Callable[[User], Client], officer: User) -> Client:
    return signed_in(officer)


def address(name: str, case: SealedCase) -> str:
    return reverse(name, args=[case.case_id])


def posted(browser: Client, case: SealedCase, **changed: Any) -> Any:
    message_id, sealed = case.officer_line(f"good morning {CANARY}")
    body = {"message_id": message_id, "envelope_id": case.key.envelope_id, "sealed": sealed}
    return browser.post(
        address("case_messages", case),
        json.dumps(body | changed),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


def test_the_holder_gets_the_brief_with_only_their_own_wrapped_key(
    held: SealedCase, browser: Client, key: Officer, sealer: Sealer, lead: User
) -> None:
    answer = browser.get(address("case_briefs", held)).json()
    opened_key = open_with_seed(
        answer["keys"][held.key.envelope_id],
        key.pair.seed,
        case_id=held.case_id,
        envelope_id=held.key.envelope_id,
        recipient_id=key.recipient_id,
    )
    brief = answer["briefs"][0]
    opened = open_content(opened_key, ContentKind.BRIEF, str(brief["revision"]), brief["sealed"])
    assert opened["fields"]["what_to_call"]["value"] == CANARY


def test_every_handing_out_of_something_sealed_is_recorded(
    held: SealedCase, browser: Client, officer: User
) -> None:
    browser.get(address("case_briefs", held))
    receive(held.says("one"))
    lines = browser.get(address("case_messages", held)).json()["lines"]
    browser.get(address("case_messages", held), {"after": lines[-1]["number"]})
    rows = CaseEvent.objects.filter(actor=officer).values_list("kind", flat=True)
    assert list(rows) == [Happening.CLAIMED, Happening.BRIEF_READ, Happening.MESSAGES_READ]


def test_the_queue_marks_what_the_holder_has_not_read_yet(
    held: SealedCase, browser: Client
) -> None:
    receive(held.says("one"))
    assert "New message" in browser.get(reverse("queue")).content.decode()
    browser.get(address("case_messages", held))
    assert "New message" not in browser.get(reverse("queue")).content.decode()


def test_looking_at_the_page_alone_hands_out_nothing_sealed(
    held: SealedCase, browser: Client
) -> None:
    page = browser.get(address("case", held)).content.decode()
    brief = Case.objects.get().current_envelope()
    assert brief is not None
    assert brief.brief not in page
    assert not CaseEvent.objects.filter(kind=Happening.BRIEF_READ).exists()


def test_a_sealed_line_is_stored_and_queued_once_even_if_it_is_posted_twice(
    held: SealedCase, browser: Client
) -> None:
    message_id, sealed = held.officer_line("x")
    for _ in range(2):
        answer = posted(browser, held, message_id=message_id, sealed=sealed)
        assert answer.status_code == 201
        assert answer.json()["delivery"] == "queued"
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"sealed": "good morning, in the clear"}, id="plain text"),
        pytest.param({"sealed": base64.b64encode(b"good morning").decode()}, id="encoded text"),
        pytest.param({"sealed": base64.b64encode(b"x" * (131_072 + 28)).decode()}, id="too large"),
        pytest.param({"sealed": ""}, id="empty"),
        pytest.param({"message_id": "1"}, id="no id"),
        pytest.param({"envelope_id": None}, id="no data key"),
    ],
)
def test_what_does_not_look_sealed_is_refused(
    changed: dict[str, Any], held: SealedCase, browser: Client
) -> None:
    assert posted(browser, held, **changed).status_code == 400
    assert Message.objects.count() == 0


def test_a_body_that_is_not_json_is_refused(held: SealedCase, browser: Client) -> None:
    answer = browser.post(address("case_messages", held), "{", content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("departure", list(Departure))
def test_nothing_can_be_written_once_the_client_is_gone(
    departure: Departure, held: SealedCase, browser: Client
) -> None:
    receive(held.exits(departure))
    answer = posted(browser, held)
    assert (answer.status_code, answer.json()["error"]) == (409, "departed")
    state = browser.get(address("case_messages", held)).json()
    assert (state["here"], state["departure"]) == (False, departure.value)


def test_a_line_for_a_session_that_is_over_is_refused(held: SealedCase, browser: Client) -> None:
    old = held.key
    held.new_session()
    receive(held.brief())
    answer = posted(browser, held, envelope_id=old.envelope_id)
    assert (answer.status_code, answer.json()["error"]) == (409, "new_session")


def test_an_id_that_is_taken_by_another_line_is_refused(held: SealedCase, browser: Client) -> None:
    message_id = str(uuid.uuid4())
    assert posted(browser, held, message_id=message_id).status_code == 201
    assert posted(browser, held, message_id=message_id).status_code == 409


def test_after_giving_back_nothing_is_handed_out_any_more(
    held: SealedCase, browser: Client, officer: User
) -> None:
    steps.release(Case.objects.get(), officer)
    assert browser.get(address("case_briefs", held)).status_code == 403
    assert posted(browser, held).status_code == 403


def test_after_closing_nothing_is_handed_out_any_more(held: SealedCase, browser: Client) -> None:
    browser.post(address("case_close", held), {"outcome_field": "advised"})
    assert browser.get(address("case_briefs", held)).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_nothing_that_was_told_or_written_stands_in_the_database_in_the_clear(
    held: SealedCase, browser: Client
) -> None:
    receive(held.says(f"I am {CANARY}"))
    posted(browser, held)
    browser.get(address("case_briefs", held))
    if connection.vendor != "sqlite":
        pytest.skip("looks at the bytes of the file")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(FULL)")
    stored = b"".join(file.read_bytes() for file in HOME.glob("test.sqlite3*"))
    assert held.case_id.replace("-", "").encode() in stored
    assert CANARY.encode() not in stored
    assert b"Leeds" not in stored
