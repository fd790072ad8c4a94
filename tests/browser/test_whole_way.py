"""The whole way once: a person writes, an officer answers, the person leaves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.client import ClientOnPage
from tests.browser.conftest import PICTURES, Service, keep
from tests.console.officer_browser import DESK, OfficerBrowser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TO_THE_HANDOFF = (
    ("good time", "Yes"),
    ("alone with this screen", "Yes, I am alone"),
    ("Do you want to keep this word", "Keep this word"),
    ("Until you leave", "Go away"),
    ("in danger right now", "Yes"),
)


def test_a_client_writes_and_an_officer_answers_until_the_client_leaves(
    service: Service, phone_page: Page, browser: Browser
) -> None:
    client = ClientOnPage(phone_page, "A", "en")
    for number, (text, button) in enumerate(TO_THE_HANDOFF):
        client.sees(text)
        client.keeps_picture(PICTURES / f"0-question-{number}.png")
        client.taps(button)
    client.sees("Have you called the police")
    keep(phone_page, "1-client-danger")

    officer = _signed_in(service, browser)
    # the longest wait comes first, so the newest case is the last
    officer.page.get_by_role("button", name="Claim").last.click()
    officer.unlock(service.demo.passphrase)
    expect(officer.page.get_by_text("Danger", exact=False).first).to_be_visible()
    keep(officer.page, "2-officer-brief")

    client.sees("👋")
    client.taps("Open")
    client.sees("A person is here now")
    _write(officer, "Hello, I am here. Is the door locked?")
    client.sees("👋")
    keep(phone_page, "3-client-ping")
    client.taps("Open")
    client.sees("Is the door locked?")
    client.says("Yes it is")
    expect(officer.page.get_by_text("Yes it is")).to_be_visible(timeout=15_000)
    _speaks_and_is_heard(client, officer)
    _write(officer, "Did he hit you?")
    expect(officer.page.locator("mark").first).to_be_visible(timeout=15_000)
    keep(officer.page, "4-officer-held")

    client.says("teapot")
    client.sees_only("OK. Have a nice day.")
    expect(officer.page.get_by_text("left", exact=False).first).to_be_visible(timeout=15_000)
    keep(phone_page, "5-client-after-exit")
    keep(officer.page, "6-officer-after-exit")


def _speaks_and_is_heard(client: ClientOnPage, officer: OfficerBrowser) -> None:
    client.speaks()
    client.sees("Your voice message is kept.")
    sound = officer.page.get_by_label("Voice message, 3 seconds")
    expect(sound).to_be_visible(timeout=15_000)
    officer.page.wait_for_function("document.querySelector('audio').duration > 2.9")
    assert sound.evaluate("audio => audio.play().then(() => audio.error === null)")
    keep(officer.page, "4-officer-voice")


def _signed_in(service: Service, browser: Browser) -> OfficerBrowser:
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    officer = OfficerBrowser(page, service.console)
    account = service.account
    officer.go("/")
    officer.enter(account["email"], account["password"])
    page.locator("input[name=code]").fill(service.code())
    page.get_by_role("button", name="Sign in", exact=True).click()
    return officer


def _write(officer: OfficerBrowser, text: str) -> None:
    officer.page.get_by_role("textbox").last.fill(text)
    officer.page.get_by_role("button", name="Send").click()
