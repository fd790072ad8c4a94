"""From the hello to the handoff and out again in each language, as the phone page shows it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bot.wiring import make_speaker
from tests.browser.client import ClientOnPage
from tests.browser.conftest import PICTURES, Service
from undertone.exit_word import default_word
from undertone.languages import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAY = (
    ("utter_ask_good_moment", "/affirm"),
    ("utter_ask_alone", "/affirm"),
    ("utter_ask_exit_word", '/choose{"choice":"keep"}'),
    ("utter_ask_keep_messages", '/choose{"choice":"remove"}'),
    ("utter_ask_danger_now", "/affirm"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_client_reaches_the_handoff_and_the_exit_in_every_language(
    service: Service, phone_page: Page, language: str
) -> None:
    speaker = make_speaker()
    client = ClientOnPage(phone_page, language, language)
    variables = {"exit_word": "", "emergency_number": "999", "numbers": "", "line": ""}
    for name, payload in WAY:
        line = speaker.say(name, language, variables)
        title = next(b.title for row in line.rows for b in row if b.payload == payload)
        client.sees(line.text.split("“")[0].split("«")[0].strip()[:40])
        client.keeps_picture(PICTURES / language / f"{name}.png")
        client.taps(title)
    police = speaker.say("utter_ask_police_contacted", language, variables)
    client.sees(police.text)
    client.keeps_picture(PICTURES / language / "handed-over.png")
    bubble = client.phone.locator(".bubble-text").last
    expect(bubble).to_have_attribute("dir", "auto")
    assert bubble.evaluate("e => getComputedStyle(e).direction") == LANGUAGES[language].direction

    client.says(default_word(language))
    client.sees_only(speaker.say("utter_after_exit", language).text)
    client.keeps_picture(PICTURES / language / "after-exit.png")
