"""What officers do, in Chromium, with real cryptography, streams and server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.console.material import CANARY, PASSPHRASE, SealedCase
from tests.console.officer_browser import OfficerBrowser, code, officer_browser
from tests.console.site import Site, running_site, running_valkey
from undertone.sealing.envelope import ContentKind, open_content
from undertone.streams.messages import (
    CaseClaimed,
    CaseClosed,
    CaseReleased,
    Delivery,
    Departure,
    OfficerMessage,
    Urgency,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One console for all tests here; each makes its own cases."""
    home, data = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("valkey")
    with running_valkey(data) as address, running_site(home, address) as running:
        yield running


@pytest.fixture(scope="module")
def demo(site: Site) -> dict[str, str]:
    return site.demo_officer()


@pytest.fixture(scope="module")
def sign_in(site: Site, demo: dict[str, str]) -> Any:
    """The cookies of the demo officer, who signs in once."""
    with officer_browser(site.address) as browser:
        browser.go("/sign-in/")
        browser.look("sign-in")
        browser.enter(demo["email"], "wrong")
        browser.sees("There is a problem")
        browser.look("sign-in-wrong")
        browser.enter(demo["email"], demo["password"])
        browser.look("second-step")
        browser.second_step(code(demo["totp_secret"]))
        expect(browser.page.get_by_role("heading", name="Queue")).to_be_visible()
        assert browser.complaints == []
        return browser.page.context.storage_state()


@pytest.fixture
def nobody(site: Site) -> Iterator[OfficerBrowser]:
    """A browser in which nobody is signed in."""
    with officer_browser(site.address) as browser:
        yield browser


@pytest.fixture
def officer(site: Site, sign_in: Any) -> Iterator[OfficerBrowser]:
    """The demo officer, signed in; at the end the browser must not have complained."""
    with officer_browser(site.address, storage_state=sign_in) as browser:
        yield browser
        assert browser.complaints == []


def reference(case: SealedCase) -> str:
    text = case.case_id[:8].upper()
    return f"{text[:4]}-{text[4:]}"


@pytest.fixture
def opened(site: Site, officer: OfficerBrowser, demo: dict[str, str]) -> SealedCase:
    """A case that the officer has claimed and opened."""
    case = site.sealer.new_case()
    officer.go("/queue/")
    site.publish(case.brief(urgency=Urgency.URGENT, children=True))
    officer.claim(reference(case))
    site.heard(CaseClaimed)
    officer.unlock(demo["passphrase"])
    officer.sees(CANARY)
    return case


def test_a_new_officer_sets_up_two_steps_and_a_key_that_gets_signed(
    site: Site, nobody: OfficerBrowser
) -> None:
    email = "amal@example.org"
    nobody.set_password(site.manage("officers_add", email, "--name", "Amal Adeyemi"))
    nobody.enter(email)
    nobody.sees("Set up a second step before you go on")
    nobody.look("set-up-second-step")
    nobody.set_up_app()
    nobody.sees("You have no key yet")
    nobody.go("/key/")
    nobody.press("Suggest one picked by chance")
    nobody.page.get_by_label("Choose a passphrase").fill("too short")
    nobody.press("Make my key")
    nobody.sees("Use at least 4 words")
    nobody.look("key-problem")
    nobody.make_key(PASSPHRASE)
    nobody.look("key-waiting")
    site.sign(email)
    nobody.page.reload()
    expect(nobody.page.get_by_text("Signed", exact=True)).to_be_visible()
    nobody.look("key-signed")
    assert nobody.complaints == []


def test_cases_come_into_the_queue_by_themselves(site: Site, officer: OfficerBrowser) -> None:
    officer.go("/queue/")
    officer.sees("Nobody is waiting")
    officer.look("queue-empty")
    urgent, routine = site.sealer.new_case(), site.sealer.new_case()
    site.publish(routine.brief(language="fa", urgency=Urgency.ROUTINE))
    site.publish(urgent.brief(urgency=Urgency.URGENT, children=True))
    officer.sees("1 urgent.")
    officer.sees(reference(routine))
    first = officer.page.get_by_role("row").nth(1)
    expect(first).to_contain_text(reference(urgent))
    expect(officer.page).to_have_title("(2) Queue – Undertone")
    officer.look("queue")
    for case in (urgent, routine):
        officer.go("/queue/")
        officer.claim(reference(case))
        officer.press("Give back to the queue")
        officer.sees("is back in the queue")
        site.heard(CaseReleased)
        officer.claim(reference(case))
        officer.page.get_by_role("button", name="Close case").click()
        officer.press("Close case")
        officer.sees("Choose how this case ended")
        officer.look("close")
        officer.page.get_by_label("Numbers and advice given").check()
        officer.press("Close case")
        officer.sees("is closed")
        site.heard(CaseClosed)


def test_the_brief_opens_with_the_passphrase_only(
    site: Site, officer: OfficerBrowser, demo: dict[str, str]
) -> None:
    case = site.sealer.new_case()
    officer.go("/queue/")
    site.publish(case.brief())
    officer.claim(reference(case))
    officer.look("case-locked")
    officer.unlock("not the passphrase at all")
    officer.sees("This is not your passphrase")
    expect(officer.page.get_by_text(CANARY)).to_have_count(0)
    officer.unlock(demo["passphrase"])
    for text in (CANARY, "Skipped", "Not now: ask again later", "Does not know", "Not asked"):
        officer.sees(text)
    right_to_left = officer.page.get_by_text("أحتاج إلى مكان هادئ")
    assert right_to_left.evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_the_key_stays_unlocked_from_page_to_page_and_is_gone_after_loading_anew(
    site: Site, officer: OfficerBrowser, opened: SealedCase
) -> None:
    officer.page.get_by_role("link", name="Your key").click()
    officer.sees("Key unlocked")
    officer.page.get_by_role("navigation", name="Menu").get_by_role("link", name="Queue").click()
    another = site.sealer.new_case()
    site.publish(another.brief())
    officer.sees(reference(another))
    officer.page.get_by_role("link", name=reference(opened)).click()
    officer.sees(CANARY)
    officer.press("Lock")
    expect(officer.page.get_by_text(CANARY)).to_have_count(0)
    expect(officer.page.get_by_label("Passphrase", exact=True)).to_be_visible()
    officer.page.reload()
    expect(officer.page.get_by_label("Passphrase", exact=True)).to_be_visible()
    expect(officer.page.get_by_text(CANARY)).to_have_count(0)


def test_the_key_locks_itself_and_takes_what_was_opened_off_the_page(
    officer: OfficerBrowser, opened: SealedCase, demo: dict[str, str]
) -> None:
    officer.press("Lock")
    officer.page.evaluate("document.body.dataset.lockMinutes = '0.12'")
    officer.unlock(demo["passphrase"])
    officer.sees(CANARY)
    expect(officer.page.get_by_label("Passphrase", exact=True)).to_be_visible(timeout=20_000)
    assert CANARY not in officer.page.content()


def test_lines_go_both_ways_and_each_shows_what_became_of_it(
    site: Site, officer: OfficerBrowser, opened: SealedCase
) -> None:
    officer.write("صباح الخير. أنا أمل.")
    sent = site.heard(OfficerMessage)
    assert isinstance(sent, OfficerMessage)
    kind = ContentKind.OFFICER_MESSAGE
    content = open_content(opened.key, kind, sent.message_id, sent.sealed)
    assert content == {"version": 1, "text": "صباح الخير. أنا أمل."}
    expect(officer.lines.get_by_text("On its way")).to_be_visible()
    site.publish(opened.report(sent.message_id, Delivery.WAITING))
    expect(officer.lines.get_by_text("On the phone, not opened yet")).to_be_visible()
    site.publish(opened.report(sent.message_id, Delivery.SHOWN))
    expect(officer.lines.get_by_text("Shown", exact=True)).to_be_visible()
    site.publish(opened.says("<img src=x onerror=alert(1)> شكرا"))
    expect(officer.lines.get_by_text("<img src=x")).to_be_visible()
    officer.look("case-open")


def test_a_held_line_comes_back_with_its_words_marked_for_rewriting(
    site: Site, officer: OfficerBrowser, opened: SealedCase
) -> None:
    officer.write("😀 a refuge has room")
    held = site.heard(OfficerMessage)
    site.publish(opened.report(held.message_id, Delivery.HELD, [[4, 10]]))
    expect(officer.lines.locator("mark")).to_have_text("refuge")
    officer.press("Rewrite it")
    expect(officer.composer).to_have_value("😀 a refuge has room")
    expect(officer.page.locator("#rewriting mark")).to_have_text("refuge")
    officer.look("case-rewriting")
    officer.write("😀 a place has room")
    site.heard(OfficerMessage)
    expect(officer.page.locator("#rewriting")).to_be_hidden()


def test_the_composer_freezes_at_once_when_the_client_leaves_and_opens_when_they_return(
    site: Site, officer: OfficerBrowser, opened: SealedCase
) -> None:
    officer.composer.fill("half a line")
    site.publish(opened.exits(Departure.EXITED))
    expect(officer.page.locator("#frozen")).to_contain_text("left with the exit")
    expect(officer.page.get_by_role("button", name="Send")).to_be_disabled()
    expect(officer.composer).not_to_be_editable()
    officer.look("case-frozen")
    opened.new_session()
    site.publish(opened.brief())
    expect(officer.composer).to_be_editable()
    officer.write("good to see you again")
    site.heard(OfficerMessage)
    expect(officer.page.get_by_text("Earlier session")).to_be_visible()


def test_nothing_that_was_opened_is_kept_by_browser_or_server(
    site: Site, officer: OfficerBrowser, opened: SealedCase, demo: dict[str, str]
) -> None:
    officer.write(f"hello {CANARY}")
    site.heard(OfficerMessage)
    kept = officer.page.evaluate(
        "async () => JSON.stringify([{...localStorage}, {...sessionStorage},"
        " await indexedDB.databases(), await caches.keys(), document.cookie])"
    )
    assert CANARY not in kept
    assert demo["passphrase"] not in kept
    stored = site.stored_bytes()
    assert CANARY.encode() not in stored
    assert demo["passphrase"].encode() not in stored
    assert CANARY not in (site.home / "console.log").read_text(encoding="utf-8")


def test_whoever_loses_the_case_loses_the_page(
    site: Site, officer: OfficerBrowser, opened: SealedCase, sign_in: Any
) -> None:
    with officer.elsewhere(storage_state=sign_in) as elsewhere:
        elsewhere.go(f"/cases/{opened.case_id}/")
        elsewhere.press("Give back to the queue")
        elsewhere.sees("is back in the queue")
    expect(officer.page.get_by_role("button", name="Claim this case")).to_be_visible()
    expect(officer.page.get_by_text(CANARY)).to_have_count(0)


def test_a_passkey_is_added_and_signs_in(site: Site, nobody: OfficerBrowser) -> None:
    page = nobody.page
    control = page.context.new_cdp_session(page)
    control.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    control.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    email = "paola@example.org"
    nobody.set_password(site.manage("officers_add", email, "--name", "Paola Pass"))
    nobody.enter(email)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_label("Sign in with the passkey alone")).to_be_checked()
    nobody.look("add-passkey")
    nobody.press("Add passkey")
    nobody.sees("Each works once")
    nobody.look("recovery-codes")
    page.get_by_role("button", name="I have written them down").click()
    nobody.press("Sign out")
    nobody.press("Sign in with a passkey")
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    assert nobody.complaints == []


@pytest.mark.parametrize("path", ["account", "account/second-step", "account/password", "service"])
def test_the_other_pages_are_in_order(path: str, officer: OfficerBrowser) -> None:
    officer.go(f"/{path}/")
    officer.look(path.replace("/", "-"))


def test_a_page_that_does_not_exist_says_so(officer: OfficerBrowser) -> None:
    officer.go("/cases/00000000-0000-0000-0000-000000000000/")
    officer.sees("Page not found")
    officer.look("not-found")


def test_without_scripts_the_pages_say_what_needs_them(
    site: Site, sign_in: Any, officer: OfficerBrowser, opened: SealedCase
) -> None:
    with officer.elsewhere(storage_state=sign_in, java_script_enabled=False) as plain:
        plain.go("/queue/")
        plain.page.get_by_role("link", name=reference(opened)).click()
        shown = plain.page.locator("noscript .govuk-inset-text").bounding_box()
        assert shown is not None
        assert shown["height"] > 20
        plain.press("Give back to the queue")
        plain.sees("is back in the queue")


def test_the_way_to_a_case_works_with_the_keyboard_alone(
    site: Site, officer: OfficerBrowser, demo: dict[str, str]
) -> None:
    case = site.sealer.new_case()
    site.publish(case.brief())
    officer.go("/queue/")
    officer.sees(reference(case))
    keyboard = officer.page.keyboard
    keyboard.press("Tab")
    expect(officer.page.get_by_text("Skip to main content")).to_be_focused()
    keyboard.press("Enter")
    officer.page.get_by_role("button", name=f"Claim case {reference(case)}").press("Enter")
    expect(officer.page.get_by_role("heading", name=f"Case {reference(case)}")).to_be_visible()
    expect(officer.page.locator("#main-content")).to_be_focused()
    passphrase = officer.page.get_by_label("Passphrase", exact=True)
    expect(passphrase).to_be_visible()
    passphrase.focus()
    expect(passphrase).to_be_focused()
    keyboard.type(demo["passphrase"])
    keyboard.press("Enter")
    officer.sees(CANARY)
    officer.composer.focus()
    keyboard.type("good morning")
    keyboard.press("Control+Enter")
    expect(officer.lines.get_by_text("good morning")).to_be_visible()
