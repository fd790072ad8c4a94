"""Calls: when they may be made, who gets the number, and what each attempt does."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from console.accounts.models import User
from console.calls import steps as calls
from console.calls.models import Call, Outcome, State
from console.cases import steps
from console.cases.history import CaseEvent, Happening
from console.cases.models import Case
from console.cases.steps import StepRefused
from console.stream.intake import NotHereYet, receive
from console.stream.models import Outgoing
from tests.console.material import NUMBER, Officer, SealedCase, Sealer, now
from undertone.sealing.envelope import ContentKind, open_content, open_with_seed
from undertone.streams.messages import BadMessage

HOUR = 3600


@pytest.fixture
def key(sealer: Sealer, officer: User) -> Officer:
    return sealer.give_key(officer)


@pytest.fixture
def case(sealer: Sealer, key: Officer, officer: User) -> SealedCase:
    """A case that Olga Officer holds."""
    made = sealer.new_case()
    receive(made.brief())
    steps.claim(Case.objects.get(), officer)
    return made


@pytest.fixture
def browser(officer: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(officer)


def the_call() -> Call:
    found: Call = Call.objects.get()
    return found


def posted(browser: Client, name: str, case: SealedCase, **values: str) -> Any:
    return browser.post(reverse(name, args=[case.case_id]), values)


def test_the_holder_gets_the_number_in_the_window_and_it_opens_with_their_key(
    case: SealedCase, browser: Client, key: Officer
) -> None:
    receive(case.asks_for_a_call())
    body = posted(browser, "case_call_number", case).json()
    ids = {"case_id": case.case_id, "envelope_id": body["envelope_id"]}
    data_key = open_with_seed(body["wrapped"], key.pair.seed, recipient_id=key.recipient_id, **ids)
    content = open_content(data_key, ContentKind.CALLBACK, body["message_id"], body["sealed"])
    assert content == {"version": 1, "number": NUMBER}
    assert CaseEvent.objects.get(kind=Happening.NUMBER_READ).actor == key.user


@pytest.mark.parametrize(("begins", "ends"), [(HOUR, 2 * HOUR), (-2 * HOUR, -HOUR)])
def test_outside_the_window_nobody_gets_the_number(
    begins: float, ends: float, case: SealedCase, browser: Client
) -> None:
    receive(case.asks_for_a_call(starts=now(begins), ends=now(ends)))
    answer = posted(browser, "case_call_number", case)
    assert answer.status_code == 409
    assert "sealed" not in answer.json()
    assert not CaseEvent.objects.filter(kind=Happening.NUMBER_READ).exists()
    assert "show-number" not in browser.get(reverse("case", args=[case.case_id])).content.decode()


def test_a_lead_who_does_not_hold_the_case_gets_no_number(
    case: SealedCase, lead: User, signed_in: Callable[[User], Client]
) -> None:
    receive(case.asks_for_a_call())
    assert posted(signed_in(lead), "case_call_number", case).status_code == 409
    page = signed_in(lead).get(reverse("case_call", args=[case.case_id])).content.decode()
    assert "show-number" not in page


def test_the_checklist_stands_before_the_number(case: SealedCase, browser: Client) -> None:
    receive(case.asks_for_a_call(voicemail=True))
    page = browser.get(reverse("case", args=[case.case_id])).content.decode()
    for text in ("alone", "end the call", "Never say why", "somebody else answers", "on the bill"):
        assert text in page
    assert page.index("Read this before you ring") < page.index("show the number")
    assert "agreed bland words only" in page
    assert NUMBER not in page


def test_no_answer_counts_and_moves_the_call_to_the_next_day(
    case: SealedCase, browser: Client
) -> None:
    receive(case.asks_for_a_call(attempts=2))
    before = the_call()
    page = posted(browser, "case_call_outcome", case, outcome="no_answer")
    assert page.status_code == 302
    after = the_call()
    assert (after.state, after.tried, after.attempts_left) == (State.OPEN, 1, 1)
    assert after.starts - before.starts in {timedelta(hours=h) for h in (23, 24, 25)}
    event = CaseEvent.objects.get(kind=Happening.CALL_TRIED)
    assert event.detail == {"outcome": "no_answer", "attempt": 1}
    assert event.text == "Call: no answer"


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.WRONG_PERSON])
def test_after_the_last_attempt_nobody_rings_and_the_number_is_forgotten(
    outcome: Outcome, case: SealedCase, officer: User
) -> None:
    receive(case.asks_for_a_call(attempts=1))
    calls.tried(Case.objects.get(), officer, outcome)
    assert (the_call().state, the_call().sealed) == (State.USED_UP, "")
    with pytest.raises(StepRefused):
        calls.hand_out_number(Case.objects.get(), officer)


@pytest.mark.parametrize(
    ("outcome", "state"), [(Outcome.REACHED, State.DONE), (Outcome.CANCELLED, State.DROPPED)]
)
def test_reached_or_cancelled_ends_it(
    outcome: Outcome, state: State, case: SealedCase, officer: User, browser: Client
) -> None:
    receive(case.asks_for_a_call())
    calls.tried(Case.objects.get(), officer, outcome)
    assert (the_call().state, the_call().sealed) == (state, "")
    assert "No call is to be made" in browser.get(reverse("calls")).content.decode()


def test_windows_that_went_by_count_as_attempts(case: SealedCase, officer: User) -> None:
    two_days = 48 * HOUR
    early = {"starts": now(-two_days - HOUR), "ends": now(-two_days)}
    receive(case.asks_for_a_call(attempts=3, **early))
    calls.tried(Case.objects.get(), officer, Outcome.MISSED)
    assert (the_call().state, the_call().tried) == (State.USED_UP, 3)


def test_what_does_not_go_with_the_time_is_refused(case: SealedCase, officer: User) -> None:
    held = Case.objects.get()
    receive(case.asks_for_a_call())
    with pytest.raises(StepRefused, match="not over"):
        calls.tried(held, officer, Outcome.MISSED)
    receive(case.asks_for_a_call(starts=now(HOUR), ends=now(2 * HOUR), at=now(1)))
    with pytest.raises(StepRefused, match="agreed for"):
        calls.tried(held, officer, Outcome.REACHED)
    calls.tried(held, officer, Outcome.CANCELLED)


def test_an_unknown_outcome_changes_nothing(case: SealedCase, browser: Client) -> None:
    receive(case.asks_for_a_call())
    posted(browser, "case_call_outcome", case, outcome="nonsense")
    assert the_call().state == State.OPEN


def test_the_same_clock_time_is_kept_over_the_change_to_winter_time(
    case: SealedCase, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    saturday = datetime(2027, 10, 30, 8, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: saturday)
    span = {"starts": "2027-10-30T08:00:00+00:00", "ends": "2027-10-30T11:00:00+00:00"}
    receive(case.asks_for_a_call(attempts=2, **span))
    assert the_call().window == "Sat 30 Oct, 9:00–12:00"
    calls.tried(Case.objects.get(), officer, Outcome.NO_ANSWER)
    assert the_call().starts == datetime(2027, 10, 31, 9, tzinfo=UTC)
    assert the_call().window == "Sun 31 Oct, 9:00–12:00"


def test_a_cancelled_call_vanishes_with_a_note_and_its_number_is_forgotten(
    case: SealedCase, browser: Client
) -> None:
    task = case.asks_for_a_call()
    receive(task)
    receive(case.calls_off(task))
    assert (the_call().state, the_call().sealed) == (State.CANCELLED, "")
    for name, arguments in (("calls", []), ("case", [case.case_id])):
        text = browser.get(reverse(name, args=arguments)).content.decode()
        assert "called" in text
        assert "Do not ring" in text
        assert "show-number" not in text
    assert posted(browser, "case_call_number", case).status_code == 409


def test_a_later_call_replaces_an_earlier_one_and_never_the_other_way(case: SealedCase) -> None:
    first, second = case.asks_for_a_call(), case.asks_for_a_call(attempts=3, at=now(5))
    late = dataclasses.replace(case.calls_off(first), at=now(2))
    for message in (second, first, late):
        receive(message)
    assert (the_call().attempts, the_call().state) == (3, State.OPEN)
    assert str(the_call().message_id) == second.message_id


def test_the_list_says_what_is_overdue_and_what_is_later(
    sealer: Sealer, case: SealedCase, browser: Client
) -> None:
    receive(case.asks_for_a_call(starts=now(HOUR), ends=now(2 * HOUR), voicemail=True))
    late = sealer.new_case()
    receive(late.brief())
    receive(late.asks_for_a_call(starts=now(-2 * HOUR), ends=now(-HOUR)))
    text = browser.get(reverse("calls")).content.decode()
    assert text.index("Overdue") < text.index("Later")
    assert "2 of 2" in text
    assert "Nobody" in text
    queue = browser.get(reverse("queue")).content.decode()
    assert "Call overdue" in queue
    assert "Call</strong>" in queue


def test_calls_of_closed_cases_and_of_other_teams_are_not_listed(
    case: SealedCase, stranger: User, browser: Client, signed_in: Callable[[User], Client]
) -> None:
    receive(case.asks_for_a_call())
    empty = "No call is to be made"
    assert empty in signed_in(stranger).get(reverse("calls")).content.decode()
    assert empty not in browser.get(reverse("calls")).content.decode()
    assert (
        "A call is agreed"
        in browser.get(reverse("case_close", args=[case.case_id])).content.decode()
    )
    browser.post(reverse("case_close", args=[case.case_id]), {"outcome_field": "advised"})
    assert empty in browser.get(reverse("calls")).content.decode()


def test_nothing_about_a_call_goes_to_the_client(case: SealedCase, officer: User) -> None:
    before = Outgoing.objects.count()
    receive(case.asks_for_a_call())
    calls.hand_out_number(Case.objects.get(), officer)
    calls.tried(Case.objects.get(), officer, Outcome.REACHED)
    assert Outgoing.objects.count() == before


def test_a_call_without_a_window_or_a_case_is_refused(case: SealedCase, sealer: Sealer) -> None:
    with pytest.raises(BadMessage):
        receive(case.asks_for_a_call(starts=now(HOUR), ends=now(HOUR / 2)))
    with pytest.raises(BadMessage):
        receive(case.asks_for_a_call(attempts=0))
    with pytest.raises(NotHereYet):
        receive(sealer.new_case().asks_for_a_call())
    case.new_session()
    with pytest.raises(NotHereYet):
        receive(case.asks_for_a_call())
