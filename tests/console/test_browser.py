"""An officer's whole way in Chromium, with real cryptography, streams and server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.console.conftest import free_port
from tests.console.material import CANARY, PASSPHRASE
from tests.console.officer_browser import OfficerBrowser, officer_browser
from tests.console.site import Site, running_site
from undertone.environment import ROOT
from undertone.sealing.envelope import ContentKind, open_content
from undertone.streams.messages import (
    CaseClaimed,
    Delivery,
    Departure,
    OfficerMessage,
    Urgency,
)

BUILT = ROOT / "console" / "static" / "build" / "js" / "console.js"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not BUILT.exists(), reason="assets are not built: make setup"),
    pytest.mark.skipif(not Path("/usr/bin/chromium").exists(), reason="no Chromium here"),
]
EMAIL = "amal@example.org"


@pytest.fixture
def site(tmp_path: Path, valkey: str) -> Iterator[Site]:
    home = tmp_path / "home"
    home.mkdir()
    with running_site(home, free_port(), valkey) as running:
        yield running


@pytest.fixture
def officer(site: Site) -> Iterator[OfficerBrowser]:
    with officer_browser(site.address) as browser:
        yield browser


def test_an_officer_sets_up_claims_a_case_reads_it_and_writes(
    site: Site, officer: OfficerBrowser
) -> None:
    page = officer.page
    link = site.manage("officers_add", EMAIL, "--name", "Amal Adeyemi", "--language", "ar")
    officer.set_up(link, EMAIL)
    expect(page.get_by_text("Nobody is waiting")).to_be_visible()
    officer.look("queue-empty")

    officer.make_key(PASSPHRASE)
    officer.look("key-waiting")
    site.sign(EMAIL)
    page.reload()
    expect(page.get_by_text("Signed", exact=True)).to_be_visible()
    officer.look("key-signed")

    page.get_by_role("link", name="Queue").click()
    case = site.sealer.new_case()
    other = site.sealer.new_case()
    site.publish(other.brief(language="fa", urgency=Urgency.ROUTINE))
    site.publish(case.brief(urgency=Urgency.URGENT, children=True))
    expect(page.get_by_text("1 urgent.")).to_be_visible()
    officer.look("queue")

    page.get_by_role("row").nth(1).get_by_role("button", name="Claim").click()
    site.heard(CaseClaimed)
    officer.look("case-locked")
    officer.unlock("not the passphrase at all")
    expect(page.get_by_text("This is not your passphrase")).to_be_visible()
    officer.unlock(PASSPHRASE)
    expect(page.get_by_text(CANARY)).to_be_visible()
    expect(page.get_by_text("Not now: ask again later")).to_be_visible()
    expect(page.get_by_text("Skipped")).to_be_visible()
    expect(page.get_by_text("Does not know")).to_be_visible()

    lines = page.get_by_role("log")
    page.get_by_label("Write to the client").fill("صباح الخير. أنا أمل.")
    officer.press("Send")
    sent = site.heard(OfficerMessage)
    assert isinstance(sent, OfficerMessage)
    opened = open_content(case.key, ContentKind.OFFICER_MESSAGE, sent.message_id, sent.sealed)
    assert opened["text"] == "صباح الخير. أنا أمل."
    expect(lines.get_by_text("On its way")).to_be_visible()
    site.publish(case.report(sent.message_id, Delivery.WAITING))
    expect(lines.get_by_text("On the phone, not opened yet")).to_be_visible()
    site.publish(case.report(sent.message_id, Delivery.SHOWN))
    expect(lines.get_by_text("Shown", exact=True)).to_be_visible()
    site.publish(case.says("شكرا لك"))
    expect(lines.get_by_text("شكرا لك")).to_be_visible()

    page.get_by_label("Write to the client").fill("😀 a refuge has room")
    officer.press("Send")
    held = site.heard(OfficerMessage)
    site.publish(case.report(held.message_id, Delivery.HELD, [[4, 10]]))
    expect(page.locator("mark", has_text="refuge")).to_be_visible()
    officer.look("case-open")
    officer.press("Rewrite it")
    expect(page.get_by_label("Write to the client")).to_have_value("😀 a refuge has room")
    officer.look("case-rewriting")
    page.get_by_label("Write to the client").fill("😀 a place has room")
    officer.press("Send")
    site.heard(OfficerMessage)

    page.get_by_role("link", name="Queue", exact=True).first.click()
    expect(page.get_by_role("heading", name="You hold")).to_be_visible()
    page.get_by_role("link", name=case.case_id[:4].upper()).click()
    expect(page.get_by_text(CANARY)).to_be_visible()

    page.get_by_label("Write to the client").fill("half a line")
    site.publish(case.exits(Departure.EXITED))
    expect(page.locator("#frozen")).to_contain_text("left with the exit")
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    officer.look("case-frozen")

    officer.press("Lock")
    expect(page.get_by_text(CANARY)).to_have_count(0)
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert CANARY not in kept
    assert CANARY.encode() not in site.stored_bytes()
    assert officer.complaints == []
