"""Signing in: two steps, locks, time limits; nothing says whether an account exists."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from console.accounts.adapter import LOCKED, ONLY_ONE
from console.accounts.making import make_account, set_password_link
from console.accounts.models import Role, Team, User
from console.accounts.sessions import SEEN_AT, SINCE
from tests.console.material import TOTP_SECRET
from tests.console.officer_browser import code

PASSWORD = "a long test password"


def enter(browser: Client, email: str, password: str = PASSWORD, **extra: Any) -> Any:
    return browser.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def second_step(browser: Client, digits: str) -> Any:
    return browser.post(reverse("mfa_authenticate"), {"code": digits})


def is_in(browser: Client) -> bool:
    return browser.get(reverse("queue")).status_code == 200


def test_password_and_code_lead_to_the_queue(officer: User) -> None:
    browser = Client()
    assert enter(browser, officer.email)["Location"] == reverse("mfa_authenticate")
    assert not is_in(browser)
    assert second_step(browser, code(TOTP_SECRET))["Location"] == reverse("home")
    assert is_in(browser)


def test_a_code_works_once(officer: User) -> None:
    digits = code(TOTP_SECRET)
    first, second = Client(), Client()
    for browser in (first, second):
        enter(browser, officer.email)
        second_step(browser, digits)
    assert is_in(first)
    assert not is_in(second)


def test_a_recovery_code_works_once(officer: User) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    spare = RecoveryCodes.activate(officer).get_unused_codes()[0]
    first, second = Client(), Client()
    for browser in (first, second):
        enter(browser, officer.email)
        second_step(browser, spare)
    assert is_in(first)
    assert not is_in(second)


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(officer: User) -> None:
    wrong = enter(Client(), officer.email, "wrong").content.decode()
    unknown = enter(Client(), "nobody@example.org", "wrong").content.decode()
    said = "The email address or the password is wrong."
    assert said in wrong
    assert said in unknown


@pytest.mark.parametrize("known", [True, False], ids=["known account", "unknown account"])
def test_five_failures_lock_the_account_for_that_address(known: bool, officer: User) -> None:
    email = officer.email if known else "nobody@example.org"
    for _ in range(5):
        assert LOCKED not in enter(Client(), email, "wrong").content.decode()
    assert LOCKED in enter(Client(), email).content.decode()


def test_a_lock_does_not_reach_the_officer_at_another_address(officer: User) -> None:
    for _ in range(6):
        enter(Client(), officer.email, "wrong", REMOTE_ADDR="203.0.113.9")
    answer = enter(Client(), officer.email, REMOTE_ADDR="198.51.100.7")
    assert answer["Location"] == reverse("mfa_authenticate")


def test_an_account_tried_from_many_addresses_is_locked_for_all(officer: User) -> None:
    for number in range(30):
        enter(Client(), officer.email, "wrong", REMOTE_ADDR=f"203.0.113.{number}")
    answer = enter(Client(), officer.email, REMOTE_ADDR="198.51.100.7")
    assert LOCKED in answer.content.decode()


def test_five_wrong_codes_lock_the_second_step(officer: User) -> None:
    browser = Client()
    enter(browser, officer.email)
    for _ in range(5):
        second_step(browser, "000000")
    assert LOCKED in second_step(browser, code(TOTP_SECRET)).content.decode()
    assert not is_in(browser)


@pytest.mark.parametrize("path", ["/sign-up/", "/accounts/signup/", "/signup/", "/admin/"])
def test_nobody_signs_up_and_there_is_no_back_door(path: str, db: None) -> None:
    assert Client().get(path).status_code == 404


def test_a_one_time_link_sets_the_password_and_then_is_dead(team: Team) -> None:
    user = make_account("new@example.org", "New", role=Role.OFFICER, team=team, languages=[])
    path = set_password_link(user).split("://", 1)[1].partition("/")[2]
    browser = Client()
    form = browser.get(f"/{path}", follow=True)
    password = "four plain words here"
    browser.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
    user.refresh_from_db()
    assert user.check_password(password)
    assert "no longer works" in Client().get(f"/{path}", follow=True).content.decode()


def test_a_one_time_link_dies_after_a_day(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import datetime, timedelta

    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    user = make_account("new@example.org", "New", role=Role.OFFICER, team=team, languages=[])
    path = set_password_link(user).split("://", 1)[1].partition("/")[2]
    later = datetime.now() + timedelta(hours=25)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
    assert "no longer works" in Client().get(f"/{path}", follow=True).content.decode()


@pytest.mark.parametrize("password", ["short words", "123456789012", "new@example.org"])
def test_weak_passwords_are_refused(password: str, team: Team) -> None:
    user = make_account("new@example.org", "New", role=Role.OFFICER, team=team, languages=[])
    path = set_password_link(user).split("://", 1)[1].partition("/")[2]
    browser = Client()
    form = browser.get(f"/{path}", follow=True)
    answer = browser.post(
        form.redirect_chain[-1][0], {"password1": password, "password2": password}
    )
    assert "There is a problem" in answer.content.decode()


def test_the_secret_of_the_app_is_not_in_the_database_in_the_clear(officer: User) -> None:
    kept = Authenticator.objects.get(user_id=officer.pk)
    assert TOTP_SECRET not in str(kept.data)


def test_the_only_second_step_cannot_be_removed(
    officer: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(officer)
    browser.get(reverse("account"))  # signing in was a moment ago: nothing to confirm
    assert ONLY_ONE in browser.get(reverse("mfa_deactivate_totp")).content.decode()
    browser.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user_id=officer.pk).exists()


def test_the_only_passkey_cannot_be_removed(
    person: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    user = person(Role.OFFICER, factor=False)
    kind = Authenticator.Type.WEBAUTHN
    passkey = Authenticator.objects.create(user=user, type=kind, data={"name": "mine"})
    browser = signed_in(user)
    browser.get(reverse("account"))
    browser.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_a_change_long_after_signing_in_asks_for_the_password_again(
    officer: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(officer)
    session = browser.session
    session[SINCE] = time.time() - 3600
    session.save()
    answer = browser.get(reverse("mfa_add_webauthn"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize(
    ("name", "ago"),
    [pytest.param(SEEN_AT, 31 * 60, id="idle"), pytest.param(SINCE, 13 * 3600, id="a shift")],
)
def test_a_sign_in_ends_by_itself(
    name: str, ago: float, officer: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(officer)
    assert is_in(browser)
    session = browser.session
    session[name] = time.time() - ago
    session.save()
    assert not is_in(browser)


def test_what_the_page_asks_by_itself_is_no_sign_of_life(
    officer: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(officer)
    is_in(browser)
    session = browser.session
    session[SEEN_AT] = before = time.time() - 600
    session.save()
    browser.get(reverse("queue"), headers={"X-Background": "1"})
    assert browser.session[SEEN_AT] == before
    browser.get(reverse("queue"))
    assert browser.session[SEEN_AT] > before


def test_a_page_that_asks_after_the_end_is_sent_to_sign_in_whole(db: None) -> None:
    fragment = Client().get(reverse("queue"), headers={"HX-Request": "true"})
    assert fragment["HX-Redirect"] == reverse("account_login")
    script = Client().get(reverse("queue"), headers={"Accept": "application/json"})
    assert (script.status_code, script.json()["error"]) == (401, "signed_out")


def test_signing_out_needs_a_press_not_a_link(
    officer: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(officer)
    browser.get(reverse("account_logout"))
    assert is_in(browser)
    browser.post(reverse("account_logout"))
    assert not is_in(browser)


def test_a_form_without_its_token_changes_nothing(officer: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    answer = browser.post(reverse("account_logout"))
    assert answer.status_code == 403
    assert "out of date" in answer.content.decode()
