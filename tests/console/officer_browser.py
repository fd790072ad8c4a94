"""An officer at the screen: Chromium, with what an officer does as methods."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from undertone.environment import ROOT

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = ROOT / "artefacts" / "console"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PASSWORD = "four plain words here"


def code(secret: str, ahead: int = 0) -> str:
    """The six digits that an authenticator app shows now, or ``ahead`` periods later."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value  # needs Django

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


class OfficerBrowser:
    """One tab. Remembers what the browser complained about."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: Any) -> None:
        expected = "the server responded with a status of 4"
        if message.type in ("error", "warning") and expected not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.address + path)

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def set_up(self, link: str, email: str) -> str:
        """From the one-time link to the queue with an app as second step; the app's secret."""
        self.page.goto(link)
        for field in self.page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        self.press("Set password")
        self.page.get_by_role("button", name="Sign in").click()
        self.enter(email)
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

    def make_key(self, passphrase: str) -> None:
        """Make a key pair on "Your key"."""
        self.go("/key/")
        self.page.get_by_label("Choose a passphrase").fill(passphrase)
        self.page.get_by_label("Type it again").fill(passphrase)
        self.press("Make my key")
        expect(self.page.get_by_text("Waiting to be signed")).to_be_visible(timeout=15_000)

    def unlock(self, passphrase: str) -> None:
        """Type the passphrase on the case's page."""
        self.page.get_by_label("Passphrase", exact=True).fill(passphrase)
        self.press("Unlock")

    def look(self, name: str) -> None:
        """Check the page with axe and keep pictures at desk and phone size."""
        self.must_be_accessible(name)
        PICTURES.mkdir(parents=True, exist_ok=True)
        for size, view in (("desk", DESK), ("phone", PHONE)):
            self.page.set_viewport_size(view)
            self.page.wait_for_timeout(150)
            too_wide = self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert too_wide <= 0, f"{name} scrolls sideways on the {size}"
            self.page.screenshot(path=str(PICTURES / f"{name}-{size}.png"), full_page=True)
        self.page.set_viewport_size(DESK)

    def must_be_accessible(self, name: str) -> None:
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
def officer_browser(address: str, pictures: Path = PICTURES) -> Iterator[OfficerBrowser]:
    """A fresh browser profile; a picture of the last page is kept."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport=DESK, locale="en-GB")  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        officer = OfficerBrowser(context.new_page(), address)
        try:
            yield officer
        finally:
            pictures.mkdir(parents=True, exist_ok=True)
            officer.page.screenshot(path=str(pictures / "last.png"), full_page=True)
            browser.close()
