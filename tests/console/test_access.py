"""Who reaches what: every address, every persona."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from console.accounts.access import Access
from console.accounts.models import Role, Team, User
from console.cases.models import Case, State
from console.stream.intake import receive
from tests.console.material import Officer, Sealer

pytestmark = pytest.mark.slow

OPEN = {
    "account_login",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "account_inactive",
    "account_logout",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "health",
}
"""Reachable without signing in; each has its reason beside the address."""
SETTING_UP = {
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
}
CASES = {
    "queue",
    "case",
    "case_facts",
    "case_claim",
    "case_release",
    "case_close",
    "case_briefs",
    "case_messages",
    "case_alerts_seen",
    "case_call",
    "case_call_number",
    "case_call_outcome",
    "calls",
    "key",
    "key_save",
    "live",
}
LEADS = {"service"}
NEEDS_CASE = {name for name in CASES if name.startswith("case")}
ONLY_POSTED = {
    "case_claim",
    "case_release",
    "case_alerts_seen",
    "case_call_number",
    "case_call_outcome",
}


def addresses(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    """Every address of the console, those of included modules too."""
    for entry in patterns or get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns)
        else:
            yield entry


NAMES = sorted(str(entry.name) for entry in addresses())


def test_every_address_states_its_access() -> None:
    silent = [str(a.pattern) for a in addresses() if not isinstance(_access(a), Access)]
    assert silent == []


def test_only_the_listed_addresses_are_open_and_each_says_why() -> None:
    found = {a.name: _access(a) for a in addresses() if _access(a).roles is None}
    assert set(found) == OPEN
    assert all(access.because for access in found.values())


def test_only_the_listed_addresses_do_without_a_second_step() -> None:
    found = {a.name for a in addresses() if _access(a).roles and not _access(a).second_factor}
    assert found == SETTING_UP


def test_a_view_that_states_no_access_is_refused(officer: User, rf: object) -> None:
    from django.core.exceptions import PermissionDenied

    from console.accounts.access import AccessMiddleware

    request = rf.get("/")  # type: ignore[attr-defined]
    request.user = officer
    with pytest.raises(PermissionDenied):
        AccessMiddleware(lambda r: None).process_view(request, lambda r: None, (), {})  # type: ignore[arg-type, return-value]


@pytest.fixture
def case(sealer: Sealer, keyed: Callable[[User], Officer], officer: User) -> Case:
    """A case that Olga Officer holds."""
    keyed(officer)
    sealed = sealer.new_case()
    receive(sealed.brief())
    Case.objects.filter(pk=sealed.case_id).update(state=State.HELD, holder=officer)
    return Case.objects.get(pk=sealed.case_id)


def outcome(browser: Client, name: str, case: Case) -> str:
    """What happens on asking for an address: "in", "sign-in", "set-up", "refused", "not there"."""
    arguments: dict[str, object] = {"case_id": case.pk} if name in NEEDS_CASE else {}
    if name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        arguments = {"pk": 1}
    if name == "account_reset_password_from_key":
        arguments = {"uidb36": "1", "key": "not-a-key"}
    answer = browser.get(reverse(name, kwargs=arguments), headers={"Accept": "text/html"})
    if answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next="):
        return "sign-in"
    if answer.status_code == 302 and answer["Location"] == reverse("mfa_index"):
        return "set-up"
    return {403: "refused", 404: "not there"}.get(answer.status_code, "in")


@pytest.mark.parametrize("name", [n for n in NAMES if n not in OPEN])
def test_whoever_is_not_signed_in_is_sent_to_sign_in(name: str, case: Case) -> None:
    """Also the client: they have no account."""
    assert outcome(Client(), name, case) == "sign-in"


@pytest.mark.parametrize("name", [n for n in NAMES if n not in OPEN | SETTING_UP])
def test_without_a_second_step_one_is_sent_to_set_it_up(
    name: str, case: Case, person: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    newcomer = person(Role.LEAD, name="Nora New", factor=False)
    assert outcome(signed_in(newcomer), name, case) == "set-up"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.INTERPRETER])
@pytest.mark.parametrize("name", sorted(CASES | LEADS))
def test_auditors_and_interpreters_reach_no_case(
    role: Role,
    name: str,
    case: Case,
    person: Callable[..., User],
    signed_in: Callable[[User], Client],
) -> None:
    assert outcome(signed_in(person(role)), name, case) == "refused"


@pytest.mark.parametrize("name", sorted(NEEDS_CASE))
def test_an_officer_of_another_team_does_not_even_see_that_the_case_exists(
    name: str, case: Case, stranger: User, signed_in: Callable[[User], Client]
) -> None:
    if name in ONLY_POSTED:
        answer = signed_in(stranger).post(reverse(name, kwargs={"case_id": case.pk}))
        assert answer.status_code == 404
    else:
        assert outcome(signed_in(stranger), name, case) == "not there"


@pytest.mark.parametrize("name", sorted(LEADS))
def test_officers_do_not_reach_what_is_for_leads(
    name: str, case: Case, officer: User, signed_in: Callable[[User], Client]
) -> None:
    assert outcome(signed_in(officer), name, case) == "refused"


@pytest.mark.parametrize("name", sorted(CASES | LEADS - {"live"}))
def test_a_lead_reaches_the_pages_but_nothing_sealed_that_somebody_else_holds(
    name: str, case: Case, lead: User, signed_in: Callable[[User], Client]
) -> None:
    if name == "live":
        return  # a stream without an end: see test_live.py
    sealed = name in ("case_briefs", "case_messages")
    assert outcome(signed_in(lead), name, case) == ("refused" if sealed else "in")


def test_the_holder_reaches_what_is_sealed(
    case: Case, officer: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(officer)
    assert outcome(browser, "case_briefs", case) == "in"
    assert outcome(browser, "case_messages", case) == "in"


def test_a_colleague_of_the_same_team_gets_nothing_sealed(
    case: Case, person: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(person(Role.OFFICER, name="Cora Colleague"))
    assert outcome(browser, "case_briefs", case) == "refused"
    assert outcome(browser, "case_messages", case) == "refused"
    assert b"data-wrapped-seed" not in browser.get(reverse("case", args=[case.pk])).content


def test_a_switched_off_account_is_out_at_once(
    case: Case, officer: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(officer)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert outcome(browser, "queue", case) == "sign-in"


def test_a_case_that_does_not_exist_is_not_there(
    officer: User, signed_in: Callable[[User], Client], team: Team
) -> None:
    answer = signed_in(officer).get(reverse("case", args=[uuid.uuid4()]))
    assert answer.status_code == 404
    assert b"Page not found" in answer.content


def _access(address: URLPattern) -> Access:
    return getattr(address.callback, "access", None)  # type: ignore[return-value]
