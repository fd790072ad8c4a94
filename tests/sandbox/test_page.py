"""The phone page in Chromium: writing as a client, and what a bystander sees."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.client import SandboxControl
from tests.chromium import FLAGS, program
from tests.sandbox.conftest import Inbox
from tests.servers import SandboxServer
from undertone.environment import ROOT

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SHOTS = ROOT / "artefacts" / "sandbox"
BUTTONS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("نعم", callback_data="a1"),
            InlineKeyboardButton("لا", callback_data="a2"),
        ],
        [InlineKeyboardButton("✖", callback_data="a3")],
    ]
)


@pytest.fixture
async def page(server: SandboxServer, sandbox: SandboxControl) -> AsyncIterator[Page]:
    """The phone page; the test fails on any error in its console."""
    complaints: list[str] = []
    expect.set_options(timeout=20_000)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program(), args=FLAGS)
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(server.url)
        yield page
        await browser.close()
    assert complaints == []


async def add_phone(page: Page, name: str, language: str) -> Locator:
    """Add a phone on the page; returns its region."""
    await page.get_by_label("Name of its owner").fill(name)
    await page.get_by_label("Language of the phone").fill(language)
    await page.get_by_role("button", name="Add phone").click()
    phone = page.get_by_role("region", name=f"Phone of {name}")
    await expect(phone).to_be_visible()
    return phone


async def phone_id(sandbox: SandboxControl, name: str) -> int:
    phones = (await sandbox.request("GET", "/phones"))["phones"]
    return next(int(phone["id"]) for phone in phones if phone["name"] == name)


async def start_chat(phone: Locator, start: str) -> None:
    await phone.locator(".chat-entry").click()
    await phone.get_by_role("button", name=start).click()
    await expect(phone.locator(".bubble-text")).to_have_text("/start")


async def shot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


async def test_a_client_writes_taps_and_deletes(
    page: Page, bot: Bot, sandbox: SandboxControl
) -> None:
    inbox = Inbox(bot)
    phone = await add_phone(page, "Grace", "en")
    await start_chat(phone, "Start")
    box = phone.get_by_label("Message", exact=True)
    await box.fill("<b>hello</b>")
    await box.press("Enter")
    await expect(phone.locator(".bubble-text").last).to_have_text("<b>hello</b>")
    chat_id = await phone_id(sandbox, "Grace")
    sent = await bot.send_message(chat_id, "Is now a good time?", reply_markup=BUTTONS)
    await phone.get_by_role("button", name="نعم").click()
    updates = await inbox.fetch()
    assert updates[-1].callback_query
    assert updates[-1].callback_query.data == "a1"
    await sent.edit_text("Thank you.")
    await expect(phone.get_by_text("Thank you.")).to_be_visible()
    await expect(phone.get_by_role("button", name="نعم")).to_have_count(0)
    await phone.get_by_role("button", name="Delete message").first.click()
    await expect(phone.get_by_text("/start")).to_have_count(0)


async def test_a_voice_message_can_be_sent_with_the_keyboard_alone(page: Page, bot: Bot) -> None:
    phone = await add_phone(page, "Grace", "en")
    await phone.locator(".chat-entry").focus()
    await page.keyboard.press("Enter")
    start = phone.get_by_role("button", name="Start")
    await expect(start).to_be_focused()
    await page.keyboard.press("Enter")
    await phone.get_by_role("button", name="Attach").focus()
    await page.keyboard.press("Enter")
    await phone.get_by_role("button", name="Voice message").focus()
    await page.keyboard.press("Enter")
    await expect(phone.locator(".media-voice")).to_have_text("Voice message")
    updates = await Inbox(bot).fetch()
    assert updates[-1].message
    assert updates[-1].message.voice


async def test_the_lock_screen_follows_sends_edits_and_deletions(
    page: Page, bot: Bot, sandbox: SandboxControl
) -> None:
    phone = await add_phone(page, "Grace", "en")
    await start_chat(phone, "Start")
    await phone.get_by_role("button", name="Lock phone").click()
    chat_id = await phone_id(sandbox, "Grace")
    sent = await bot.send_message(chat_id, "first words")
    tray = phone.locator(".lock-list .notification-text")
    await expect(tray).to_have_text("first words")
    await sent.edit_text("other words")
    await expect(tray).to_have_text("other words")
    await sent.delete()
    await expect(tray).to_have_count(0)
    seen = phone.locator(".seen-text")
    await expect(seen).to_have_text(["other words", "other words", "first words"])


async def test_an_arabic_phone_reads_from_right_to_left(
    page: Page, bot: Bot, sandbox: SandboxControl
) -> None:
    phone = await add_phone(page, "أمل", "ar")
    await expect(phone.locator(".phone")).to_have_attribute("dir", "rtl")
    await start_chat(phone, "ابدأ")
    chat_id = await phone_id(sandbox, "أمل")
    await bot.send_message(chat_id, "مرحبا، هل هذا وقت مناسب؟", reply_markup=BUTTONS)
    await bot.send_message(chat_id, "An English line")
    arabic = phone.get_by_text("مرحبا، هل هذا وقت مناسب؟")
    english = phone.get_by_text("An English line")
    await expect(english).to_be_visible()
    assert await arabic.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert await english.evaluate("node => getComputedStyle(node).direction") == "ltr"
    yes = await phone.get_by_role("button", name="نعم").bounding_box()
    no = await phone.get_by_role("button", name="لا").bounding_box()
    assert yes
    assert no
    assert yes["x"] > no["x"], "the first button of a row stands on the right"


async def test_several_phones_are_apart_and_one_can_be_removed(page: Page) -> None:
    first = await add_phone(page, "Grace", "en")
    second = await add_phone(page, "Parisa", "fa")
    await start_chat(first, "Start")
    await expect(second.locator(".chat-entry-preview")).to_have_text("")
    await page.get_by_role("button", name="Remove the phone of Grace").click()
    await expect(first).to_have_count(0)
    await expect(second).to_be_visible()


async def test_blocking_the_bot_closes_the_text_box(page: Page) -> None:
    phone = await add_phone(page, "Grace", "en")
    await start_chat(phone, "Start")
    await phone.get_by_role("button", name="Block", exact=True).click()
    await expect(phone.get_by_label("Message", exact=True)).to_be_hidden()
    await phone.get_by_role("button", name="Unblock").last.click()
    await expect(phone.get_by_label("Message", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
async def test_the_page_is_accessible_and_fits_the_screen(
    page: Page, bot: Bot, sandbox: SandboxControl, width: int
) -> None:
    english = await add_phone(page, "Grace", "en")
    arabic = await add_phone(page, "Amal", "ar")
    await add_phone(page, "Parisa", "fa")
    await start_chat(english, "Start")
    await english.get_by_role("button", name="Attach").click()
    await start_chat(arabic, "ابدأ")
    amal = await phone_id(sandbox, "Amal")
    await bot.send_message(
        amal, "هل هذا وقت مناسب؟ " * 8, reply_markup=BUTTONS, protect_content=True
    )
    await english.get_by_role("button", name="Lock phone").click()
    await bot.send_message(await phone_id(sandbox, "Grace"), "Hello.\nSecond line.")
    await expect(english.locator(".lock-list .notification")).to_be_visible()
    await page.set_viewport_size({"width": width, "height": 844})
    await shot(page, f"phones-{width}")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await violations(page) == []


async def violations(page: Page) -> list[Any]:
    """What axe finds wrong by WCAG 2.2 AA (``make setup`` brings axe)."""
    await page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    found = await page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]
