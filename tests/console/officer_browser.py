"""An officer at the screen: Chromium, with what an officer does as methods."""

from __future__ import annotations

import base64
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.chromium import FLAGS, program
from undertone.environment import ROOT

PICTURES = ROOT / "artefacts" / "console"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PASSWORD = "four plain words here"


def code(secret: str, ahead: int = 0) -> str:
    """The six digits that an authenticator app shows now, or ``ahead`` periods later (RFC 6238)."""
    counter = (int(time.time()) // 30 + ahead).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    offset = digest[-1] & 0x0F
    value = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{value % 1_000_000:06}"


class OfficerBrowser:
    """One tab. Remembers what the browser complained about."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(f"{error}: {error.stack}"))

    def _note(self, message: Any) -> None:
        expected = "the server responded with a status of 4"
        if message.type in ("error", "warning") and expected not in message.text:
            self.complaints.append(message.text)

    @property
    def lines(self) -> Locator:
        """The relay."""
        return self.page.get_by_role("log")

    @property
    def composer(self) -> Locator:
        """Where the officer writes."""
        return self.page.get_by_label("Write to the client")

    @contextmanager
    def elsewhere(self, **profile: Any) -> Iterator[OfficerBrowser]:
        """A second profile of the same browser."""
        browser = self.page.context.browser
        assert browser is not None
        context = browser.new_context(viewport=DESK, **profile)  # type: ignore[arg-type]
        yield OfficerBrowser(context.new_page(), self.address)
        context.close()

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.address + path)

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def sees(self, text: str) -> None:
        """Wait until the text is on the page (what is only spoken does not count)."""
        expect(self.page.locator("#shell").get_by_text(text).first).to_be_visible()

    def set_password(self, link: str) -> None:
        """Use the one-time link."""
        self.page.goto(link)
        for field in self.page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        self.press("Set password")
        self.page.get_by_role("button", name="Sign in").click()

    def set_up_app(self) -> str:
        """Set up an authenticator app and go on to the queue; the app's secret."""
        self.page.get_by_role("button", name="Set up an app").click()
        secret = self.page.locator(".app-secret").inner_text()
        self.page.get_by_label("Authenticator code").fill(code(secret))
        self.press("Go on")
        self.page.get_by_role("button", name="I have written them down").click()
        return secret

    def enter(self, email: str, password: str = PASSWORD) -> None:
        """First half of signing in."""
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.press("Sign in")

    def second_step(self, digits: str) -> None:
        """Second half, with the app."""
        self.page.get_by_label("Code").fill(digits)
        self.press("Sign in")

    def make_key(self, passphrase: str) -> None:
        """Make a key pair on "Your key"."""
        self.go("/key/")
        self.page.get_by_label("Choose a passphrase").fill(passphrase)
        self.page.get_by_label("Type it again").fill(passphrase)
        self.press("Make my key")
        expect(self.page.get_by_text("Waiting to be signed")).to_be_visible(timeout=15_000)

    def claim(self, reference: str) -> None:
        """Claim a case from the queue."""
        self.page.get_by_role("button", name=f"Claim case {reference}").click()
        expect(self.page.get_by_role("heading", name=f"Case {reference}")).to_be_visible()

    def unlock(self, passphrase: str) -> None:
        """Type the passphrase on the case's page."""
        self.page.get_by_label("Passphrase", exact=True).fill(passphrase)
        self.press("Unlock")

    def write(self, text: str) -> None:
        """Write to the client and send."""
        self.composer.fill(text)
        self.press("Send")

    def look(self, name: str) -> None:
        """Check the page with axe and keep pictures at desk and phone size."""
        self._must_be_accessible(name)
        PICTURES.mkdir(parents=True, exist_ok=True)
        for size, view in (("phone", PHONE), ("desk", DESK)):
            self.page.set_viewport_size(view)  # type: ignore[arg-type]
            self.page.wait_for_timeout(150)
            too_wide = self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert too_wide <= 0, f"{name} scrolls sideways on the {size}"
            self.page.screenshot(path=str(PICTURES / f"{name}-{size}.png"), full_page=True)

    def _must_be_accessible(self, name: str) -> None:
        """No violation of WCAG 2.2 AA that axe can find."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", tags
        )
        wrong = [
            f"{entry['id']}: {node['target']} {node['failureSummary']}"
            for entry in found["violations"]
            for node in entry["nodes"]
        ]
        assert not wrong, f"{name}: " + "\n".join(wrong)


@contextmanager
def officer_browser(address: str, **context: Any) -> Iterator[OfficerBrowser]:
    """A fresh browser profile; a picture of the last page is kept."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        profile = browser.new_context(viewport=DESK, locale="en-GB", **context)  # type: ignore[arg-type]
        profile.set_default_timeout(30_000)
        expect.set_options(timeout=20_000)
        officer = OfficerBrowser(profile.new_page(), address)
        try:
            yield officer
        finally:
            PICTURES.mkdir(parents=True, exist_ok=True)
            officer.page.screenshot(path=str(PICTURES / "last.png"), full_page=True)
            browser.close()
