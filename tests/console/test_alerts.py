"""Alerts: on the case, in the queue, in the history, and never towards the client."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from console.accounts.models import Role, User
from console.cases import steps
from console.cases.history import CaseEvent, Happening
from console.cases.models import Case
from console.stream.intake import NotHereYet, receive
from console.stream.models import Outgoing
from tests.console.material import SealedCase, Sealer
from undertone.streams.messages import AlertKind


@pytest.fixture
def case(sealer: Sealer, officer: User) -> SealedCase:
    """A case that Olga Officer holds."""
    sealer.give_key(officer)
    made = sealer.new_case()
    receive(made.brief())
    steps.claim(Case.objects.get(), officer)
    return made


def page(browser: Client, name: str, case: SealedCase | None = None) -> str:
    arguments = [case.case_id] if case else []
    return browser.get(reverse(name, args=arguments)).content.decode()


@pytest.mark.parametrize(
    ("what", "title", "tag"),
    [
        (AlertKind.DURESS, "Somebody else may be typing (second word)", "Second word"),
        (AlertKind.PROBING, "Somebody tried words after the client left", "Words tried"),
    ],
)
def test_an_alert_shows_on_the_case_in_the_queue_and_in_the_history(
    what: AlertKind,
    title: str,
    tag: str,
    case: SealedCase,
    officer: User,
    signed_in: Callable[[User], Client],
) -> None:
    before = Outgoing.objects.count()
    receive(case.alerts(what))
    browser = signed_in(officer)
    assert title in page(browser, "case", case)
    assert title in page(browser, "case_facts", case)
    assert tag in page(browser, "queue")
    assert CaseEvent.objects.get(kind=Happening.ALERT).detail == {"what": what.value}
    assert CaseEvent.objects.get(kind=Happening.ALERT).text.startswith("Alert: somebody")
    assert Outgoing.objects.count() == before


def test_whoever_holds_the_case_takes_the_alerts_down_and_the_history_keeps_them(
    case: SealedCase, officer: User, signed_in: Callable[[User], Client]
) -> None:
    for what in AlertKind:
        receive(case.alerts(what))
    browser = signed_in(officer)
    browser.post(reverse("case_alerts_seen", args=[case.case_id]))
    text = page(browser, "case", case)
    assert "Somebody else may be typing" not in text
    assert CaseEvent.objects.filter(kind=Happening.ALERT_SEEN, actor=officer).count() == 2
    receive(case.alerts(AlertKind.DURESS))
    assert "Somebody else may be typing" in page(browser, "case", case)


def test_a_colleague_cannot_take_them_down_but_a_lead_can(
    case: SealedCase,
    lead: User,
    person: Callable[..., User],
    signed_in: Callable[[User], Client],
) -> None:
    receive(case.alerts(AlertKind.DURESS))
    colleague = person(Role.OFFICER, name="Cora Colleague")
    signed_in(colleague).post(reverse("case_alerts_seen", args=[case.case_id]))
    assert Case.objects.get().duress_at is not None
    signed_in(lead).post(reverse("case_alerts_seen", args=[case.case_id]))
    assert Case.objects.get().duress_at is None


def test_the_same_alert_twice_is_one(case: SealedCase) -> None:
    alert = case.alerts(AlertKind.PROBING)
    receive(alert)
    receive(alert)
    assert CaseEvent.objects.filter(kind=Happening.ALERT).count() == 1


def test_an_alert_of_a_case_that_never_came_is_left_for_later(sealer: Sealer, team: object) -> None:
    with pytest.raises(NotHereYet):
        receive(sealer.new_case().alerts(AlertKind.DURESS))
