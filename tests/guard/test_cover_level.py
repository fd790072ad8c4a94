"""What may never stand in a text that anybody can see."""

from __future__ import annotations

import pytest

from undertone.guard import Level, check


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Are you in danger?", "en"),
        ("We can help", "en"),
        ("the police", "en"),
        ("Home Office", "en"),
        ("your asylum claim", "en"),
        ("an officer", "en"),
        ("the children", "en"),
        ("Your case is open", "en"),
        ("your reference", "en"),
        ("h e l p", "en"),
        ("p0lice", "en"),
        ("أنت في خطر", "ar"),
        ("هل تحتاجين مساعدة", "ar"),
        ("الشرطة", "ar"),
        ("أطفالك", "ar"),
        ("طلب اللجوء", "ar"),
        ("mosa3ada", "ar"),
        ("کمکتان می‌کنیم", "fa"),
        ("پلیس", "fa"),
        ("بچه‌هایتان", "fa"),
        ("درخواست پناهندگی", "fa"),
        ("komak", "fa"),
    ],
)
def test_sensitive_words_are_held_at_cover_level_only(text: str, language: str) -> None:
    assert not check(text, Level.COVER, language).passed
    assert check(text, Level.PRIVATE, language).passed


@pytest.mark.parametrize(
    "text",
    ["0808 2000 247", "0808-2000-247", "+44 (0)20 7946 0958", "٠٨٠٨ ٢٠٠٠ ٢٤٧", "۰۸۰۸۲۰۰۰۲۴۷"]
    + ["০৮০৮২০০০২৪৭", "0 8 0 8 2 0 0 0", "0808·2000·247", "０８０８２０００", "999", "call 999 now"]
    + ["UT-4821", "AB123456", "#4821", "a.b@c.org", "https://x.org", "www.x.org"]
    + ["somewhere.org.uk", "@somebody"],
)
def test_numbers_references_and_addresses_are_held(text: str) -> None:
    assert not check(text, Level.COVER, "en").passed


@pytest.mark.parametrize(
    "text",
    ["Tuesday 14:00–16:00", "14.00 - 16.30", "12/05/2026", "2026-05-12", "3.5.26", "۱۴:۰۰ تا ۱۶:۰۰"]
    + ["1404/05/12", "10,000 steps", "2025/26", "at 5pm", "the 73", "A406", "£9.99"]
    + ["Good morning! Is now a good time?"],
)
def test_times_dates_and_small_talk_pass(text: str) -> None:
    assert check(text, Level.COVER, "en").passed


@pytest.mark.parametrize(
    "text", ["0808 2000 247", "Call 999 if you are in danger.", "Your reference is UT-4821."]
)
def test_a_session_may_carry_numbers(text: str) -> None:
    assert check(text, Level.PRIVATE, "en").passed


@pytest.mark.parametrize("text", ["0808 2000 247 is Women's Aid", "call Refuge on 0808 2000 247"])
def test_a_session_may_not_carry_the_name_that_goes_with_the_number(text: str) -> None:
    assert not check(text, Level.PRIVATE, "en").passed
