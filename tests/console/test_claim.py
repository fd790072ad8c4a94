"""One case, one holder: claiming, giving back, closing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from console.accounts.models import Role, User
from console.cases import steps
from console.cases.history import CaseEvent, Happening, RowIsFinal
from console.cases.models import Case, Outcome, State
from console.stream.intake import receive
from console.stream.models import Outgoing
from tests.console.material import SealedCase, Sealer
from undertone.streams.messages import CaseState, Departure

pytestmark = pytest.mark.slow


@pytest.fixture
def waiting(sealer: Sealer, officer: User, lead: User) -> SealedCase:
    """A case that waits and is sealed to Olga Officer and Leo Lead."""
    sealer.give_key(officer)
    sealer.give_key(lead)
    case = sealer.new_case()
    receive(case.brief())
    return case


def stored(case: SealedCase) -> Case:
    found: Case = Case.objects.get(pk=case.case_id)
    return found


def kinds() -> list[str]:
    return [row.wire["kind"] for row in Outgoing.objects.all()]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_claim_at_once_exactly_one_wins(
    sealer: Sealer, person: Callable[..., User]
) -> None:
    rivals = [person(Role.OFFICER, name=f"Rival {number}") for number in range(8)]
    for rival in rivals:
        sealer.give_key(rival)
    sealed = sealer.new_case()
    receive(sealed.brief())
    ready = threading.Barrier(len(rivals))
    won: list[User] = []
    lost: list[str] = []

    def try_it(rival: User) -> None:
        try:
            case = stored(sealed)
            ready.wait(10)
            steps.claim(case, rival)
            won.append(rival)
        except steps.StepRefused as refusal:
            lost.append(refusal.text)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it, args=[rival]) for rival in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(won) == 1
    assert len(lost) == len(rivals) - 1
    assert set(lost) == {f"{won[0].name} took this case before you."}
    assert stored(sealed).holder == won[0]
    assert kinds() == ["claimed"]


def test_whoever_comes_second_is_told_who_was_first(
    waiting: SealedCase, officer: User, lead: User, signed_in: Callable[[User], Client]
) -> None:
    steps.claim(stored(waiting), officer)
    answer = signed_in(lead).post(reverse("case_claim", args=[waiting.case_id]), follow=True)
    assert "Olga Officer took this case before you." in answer.content.decode()


def test_a_case_that_is_not_sealed_to_me_cannot_be_claimed(
    waiting: SealedCase, person: Callable[..., User]
) -> None:
    late = person(Role.OFFICER, name="Lara Late")
    with pytest.raises(steps.StepRefused) as refused:
        steps.claim(stored(waiting), late)
    assert refused.value.code == "not_sealed_to_you"


def test_a_client_who_is_still_being_asked_cannot_be_claimed_but_one_who_left_can(
    sealer: Sealer, officer: User
) -> None:
    sealer.give_key(officer)
    case = sealer.new_case()
    receive(case.brief(state=CaseState.INTAKE))
    with pytest.raises(steps.StepRefused) as refused:
        steps.claim(stored(case), officer)
    assert refused.value.code == "not_ready"
    receive(case.exits(Departure.LOCKED))
    steps.claim(stored(case), officer)
    assert stored(case).holder == officer


def test_giving_back_puts_the_case_into_the_queue_with_its_old_waiting_time(
    waiting: SealedCase, officer: User
) -> None:
    since = stored(waiting).waiting_since
    steps.claim(stored(waiting), officer)
    steps.release(stored(waiting), officer)
    case = stored(waiting)
    assert (case.state, case.holder, case.waiting_since) == (State.WAITING, None, since)
    assert kinds() == ["claimed", "released"]


def test_a_lead_gives_back_what_somebody_else_holds_and_the_history_says_so(
    waiting: SealedCase, officer: User, lead: User, signed_in: Callable[[User], Client]
) -> None:
    steps.claim(stored(waiting), officer)
    signed_in(lead).post(reverse("case_release", args=[waiting.case_id]))
    assert stored(waiting).state == State.WAITING
    row = CaseEvent.objects.get(kind=Happening.RELEASED)
    assert row.actor == lead
    assert row.detail == {"held_by": officer.pk}


def test_an_officer_cannot_give_back_what_somebody_else_holds(
    waiting: SealedCase, officer: User, lead: User
) -> None:
    steps.claim(stored(waiting), lead)
    with pytest.raises(steps.StepRefused) as refused:
        steps.release(stored(waiting), officer)
    assert refused.value.code == "not_yours"


def test_closing_needs_an_outcome_and_ends_the_case(
    waiting: SealedCase, officer: User, signed_in: Callable[[User], Client]
) -> None:
    steps.claim(stored(waiting), officer)
    browser, address = signed_in(officer), reverse("case_close", args=[waiting.case_id])
    assert "Choose how this case ended" in browser.post(address, {}).content.decode()
    browser.post(address, {"outcome_field": Outcome.REFERRED})
    case = stored(waiting)
    assert (case.state, case.outcome, case.holder) == (State.CLOSED, Outcome.REFERRED, None)
    assert kinds() == ["claimed", "closed"]


def test_only_the_holder_closes(
    waiting: SealedCase, officer: User, lead: User, signed_in: Callable[[User], Client]
) -> None:
    steps.claim(stored(waiting), officer)
    address = reverse("case_close", args=[waiting.case_id])
    signed_in(lead).post(address, {"outcome_field": Outcome.REFERRED})
    assert stored(waiting).state == State.HELD


@pytest.mark.parametrize("change", ["save", "delete", "update", "bulk delete"])
def test_a_row_of_the_history_is_final(change: str, waiting: SealedCase) -> None:
    row = CaseEvent.objects.get(kind=Happening.OPENED)
    changes: dict[str, Callable[[], Any]] = {
        "save": row.save,
        "delete": row.delete,
        "update": lambda: CaseEvent.objects.all().update(kind="closed"),
        "bulk delete": lambda: CaseEvent.objects.all().delete(),
    }
    with pytest.raises(RowIsFinal):
        changes[change]()


def test_the_queue_shows_urgent_ones_first_then_the_longest_wait(
    sealer: Sealer, officer: User, signed_in: Callable[[User], Client]
) -> None:
    from tests.console.material import now
    from undertone.streams.messages import Urgency

    sealer.give_key(officer)
    order = [
        (Urgency.ROUTINE, -9000),
        (Urgency.URGENT, -60),
        (Urgency.SOON, -10),
        (Urgency.SOON, -4000),
    ]
    cases = []
    for urgency, seconds in order:
        case = sealer.new_case()
        receive(case.brief(urgency=urgency, at=now(seconds)))
        cases.append(stored(case))
    page = signed_in(officer).get(reverse("queue"))
    shown = [case for case, _ in page.context["waiting"]]
    assert shown == [cases[1], cases[3], cases[2], cases[0]]
    assert page.context["longest_wait"] == "2 h 30 min"
    assert page.context["urgent_count"] == 1


def test_the_queue_can_be_filtered_by_language(
    sealer: Sealer, officer: User, signed_in: Callable[[User], Client]
) -> None:
    sealer.give_key(officer)
    receive(sealer.new_case().brief(language="ar"))
    receive(sealer.new_case().brief(language="fa"))
    page = signed_in(officer).get(reverse("queue"), {"language": "fa"})
    assert [case.language for case, _ in page.context["waiting"]] == ["fa"]
