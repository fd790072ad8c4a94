"""Phrases, alerts and calls at the screen, in Chromium, with real cryptography and streams."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.console import test_browser as base
from tests.console.material import CANARY, NUMBER, SealedCase, now
from tests.console.officer_browser import OfficerBrowser
from tests.console.site import Site
from undertone.phrases import offered_in
from undertone.sealing.envelope import ContentKind, open_content
from undertone.streams.messages import AlertKind, Delivery, Departure, OfficerMessage

pytestmark = base.pytestmark
site, demo, sign_in = base.site, base.demo, base.sign_in
officer, opened = base.officer, base.opened
WORDS = {each.phrase.key: each.words for group in offered_in("ar") for each in group.phrases}


def open_phrases(officer: OfficerBrowser, group: str) -> None:
    officer.page.locator("#phrases > summary").click()
    officer.page.locator("#phrases").get_by_text(group, exact=True).click()


def test_a_phrase_goes_into_the_composer_and_to_the_client(
    site: Site, officer: OfficerBrowser, opened: SealedCase
) -> None:
    open_phrases(officer, "Is it a good moment?")
    first = officer.page.get_by_role("button", name="Are you alone now?")
    expect(first.locator(".app-phrase__words")).to_have_css("direction", "rtl")
    officer.look("case-phrases")
    first.click()
    expect(officer.composer).to_have_value(WORDS["alone_now"])
    expect(officer.composer).to_be_focused()
    officer.page.get_by_role("button", name="Is it OK to write now?").click()
    both = f"{WORDS['alone_now']} {WORDS['ok_to_write']}"
    expect(officer.composer).to_have_value(both)
    officer.press("Send")
    sent = site.heard(OfficerMessage)
    assert isinstance(sent, OfficerMessage)
    content = open_content(opened.key, ContentKind.OFFICER_MESSAGE, sent.message_id, sent.sealed)
    assert content["text"] == both


def test_phrases_work_with_the_keyboard_and_a_gap_must_be_filled(
    site: Site, officer: OfficerBrowser, opened: SealedCase
) -> None:
    keyboard = officer.page.keyboard
    officer.page.locator("#phrases > summary").focus()
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(officer.composer).to_have_value(WORDS["my_name"])
    keyboard.press("Control+Enter")
    officer.sees("Fill in the gap")
    expect(officer.lines).to_be_hidden()
    officer.composer.evaluate("e => e.setSelectionRange(e.value.indexOf('…'), e.value.length)")
    keyboard.type("Amal")
    keyboard.press("Control+Enter")
    site.heard(OfficerMessage)
    expect(officer.lines.get_by_text("Amal")).to_be_visible()


def test_a_held_line_brings_up_to_three_phrases_that_fit(
    site: Site, officer: OfficerBrowser, opened: SealedCase
) -> None:
    officer.write("we have a refuge")
    held = site.heard(OfficerMessage)
    site.publish(opened.report(held.message_id, Delivery.HELD, [[10, 16]]))
    suggested = officer.page.get_by_role("group", name="You could say instead")
    buttons = suggested.get_by_role("button")
    expect(buttons).to_have_count(3)
    expect(suggested).to_contain_text("another place for you to live")
    officer.look("case-suggested")
    buttons.filter(has_text="another place").click()
    expect(officer.composer).to_have_value(WORDS["another_place"])
    officer.press("Send")
    again = site.heard(OfficerMessage)
    expect(suggested).to_be_hidden()
    site.publish(opened.report(again.message_id, Delivery.HELD, [[0, 4]]))
    expect(suggested).to_contain_text("I believe you")


def test_when_the_client_is_gone_no_phrase_can_be_pressed(
    site: Site, officer: OfficerBrowser, opened: SealedCase
) -> None:
    open_phrases(officer, "Beginning")
    site.publish(opened.exits(Departure.EXITED))
    expect(officer.page.get_by_role("button", name="I believe you")).to_be_disabled()


def test_an_alert_comes_up_by_itself_and_is_taken_down(
    site: Site, officer: OfficerBrowser, opened: SealedCase
) -> None:
    officer.composer.fill("half a line")
    for what in AlertKind:
        site.publish(opened.alerts(what))
    officer.sees("Somebody else may be typing (second word)")
    officer.sees("Somebody tried words after the client left")
    expect(officer.composer).to_have_value("half a line")
    officer.look("case-alerts")
    officer.go("/queue/")
    officer.sees("Second word")
    officer.look("queue-alerts")
    officer.go(f"/cases/{opened.case_id}/")
    officer.press("I have seen this")
    expect(officer.page.get_by_text("may be typing (second word)")).to_have_count(0)


def test_a_call_is_made_after_the_checklist(
    site: Site, officer: OfficerBrowser, opened: SealedCase, demo: dict[str, str]
) -> None:
    site.publish(opened.asks_for_a_call(attempts=2))
    officer.sees("Read this before you ring")
    officer.press("Lock")
    officer.press("I have read this: show the number")
    officer.sees("Unlock your key first")
    expect(officer.page.get_by_label("Passphrase", exact=True)).to_be_focused()
    officer.unlock(demo["passphrase"])
    officer.sees(CANARY)
    officer.press("I have read this: show the number")
    officer.sees(NUMBER)
    officer.look("case-call")
    officer.press("Lock")
    expect(officer.page.get_by_text(NUMBER)).to_have_count(0)
    assert NUMBER not in officer.page.content()
    officer.page.reload()  # taking pictures leaves marks on the page
    officer.press("No answer")
    officer.sees("The call was noted. Next:")
    officer.sees("The number opens at the agreed time")
    officer.look("case-call-later")
    assert NUMBER.encode() not in site.stored_bytes()


def test_a_call_that_the_client_calls_off_vanishes_while_its_number_is_shown(
    site: Site, officer: OfficerBrowser, opened: SealedCase
) -> None:
    task = opened.asks_for_a_call()
    site.publish(task)
    officer.press("I have read this: show the number")
    officer.sees(NUMBER)
    site.publish(opened.calls_off(task))
    officer.sees("The client called the call off")
    assert NUMBER not in officer.page.content()
    officer.look("case-call-cancelled")


def test_an_answer_that_comes_when_the_officer_has_gone_on_is_let_be(
    site: Site, officer: OfficerBrowser, opened: SealedCase
) -> None:
    held: list[Route] = []
    officer.page.route("**/messages/**", lambda route: held.append(route))  # noqa: PLW0108 - must be a function
    with officer.page.expect_request("**/messages/**"):
        site.publish(opened.says("are you there?"))
    officer.page.get_by_role("link", name="Calls").click()
    expect(officer.page.get_by_role("heading", name="Calls")).to_be_visible()
    (late,) = held
    answer = late.fetch()
    with officer.page.expect_response("**/messages/**"):
        late.fulfill(response=answer, json={**answer.json(), "call": "another version"})
    officer.page.evaluate("() => new Promise((done) => setTimeout(done, 300))")
    # the fixture finds an error of the page


def test_the_list_of_calls_renews_itself(
    site: Site, officer: OfficerBrowser, opened: SealedCase
) -> None:
    officer.page.get_by_role("link", name="Calls").click()
    site.publish(opened.asks_for_a_call(starts=now(-7200), ends=now(-3600), voicemail=True))
    officer.sees("Overdue")
    others = [site.sealer.new_case() for _ in range(2)]
    for case in others:
        site.publish(case.brief(language="fa"))
    site.publish(others[0].asks_for_a_call())
    site.publish(others[1].asks_for_a_call(starts=now(86400), ends=now(90000)))
    officer.sees("Ring now")
    officer.sees("Later")
    officer.look("calls")
    officer.page.get_by_role("link", name=base.reference(opened)).click()
    officer.sees("The agreed time is over. Do not ring now.")
    officer.press("Missed: nobody rang")
    officer.sees("The call was noted")
