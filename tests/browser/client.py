"""A client on the phone page, as methods."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

ANSWER_MS = 15_000


class ClientOnPage:
    """One phone of the page."""

    def __init__(self, page: Page, name: str, language: str) -> None:
        page.get_by_label("Name of its owner").fill(name)
        page.get_by_label("Language of the phone").fill(language)
        page.get_by_role("button", name="Add phone").click()
        self.phone: Locator = page.get_by_role("region", name=f"Phone of {name}", exact=True)
        self.phone.locator(".chat-entry").click()
        self.phone.locator(".start-button, button.start").or_(
            self.phone.get_by_role("button", name=re.compile("^(Start|ابدأ|شروع|بدء).*"))
        ).first.click()

    def taps(self, title: str) -> None:
        """Tap a button of the bubble."""
        button = self.phone.get_by_role("button", name=title, exact=True).last
        button.click(timeout=ANSWER_MS)

    def says(self, text: str) -> None:
        """Write and send."""
        box = self.phone.locator("textarea, input[type=text]").last
        box.fill(text)
        box.press("Enter")

    def speaks(self) -> None:
        """Send a voice note."""
        self.phone.get_by_role("button", name="Attach").click()
        self.phone.get_by_role("button", name="Voice message").click()

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Until the newest bubble carries ``text``."""
        expect(self.phone.locator(".bubble-text").last).to_contain_text(text, timeout=ANSWER_MS)

    def keeps_picture(self, path: Path) -> None:
        """A picture of this phone alone."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.phone.screenshot(path=path)

    def sees_only(self, text: str) -> None:
        """One bubble, and nothing but this in it."""
        expect(self.phone.locator(".bubble-text")).to_have_text([text], timeout=ANSWER_MS)
