"""What agreeing a callback looks like in these tests: Monday 23 November 2026, in winter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.state import names
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import HELLO, quiet

MONDAY = "2026-11-23"
GOOD_DAY = "Good day 👋 Do you have a moment?"
AGREED = "OK. Until then!"
CANCELLED = "OK. I will not write again by myself."
TOO_LATE = "That time is over already."
CANCEL = "Don't write again"
NUMBER = "07700 900123"


def on_monday(at: str, *, days: int = 0) -> datetime:
    """A time of day on that Monday, or days later; UTC, which is UK time in winter."""
    return datetime.fromisoformat(f"2026-11-{23 + days}T{at}").replace(tzinfo=UTC)


def schedule(**changed: Any) -> dict[str, Any]:
    """The effect of the dialogue."""
    return {
        "effect": "schedule_callback",
        "day": MONDAY,
        "window": "afternoon",
        "way": "chat",
        "number": None,
        "voicemail": None,
        "attempts": 1,
        "opening": "good_day",
        **changed,
    }


async def agrees(
    phone: Phone, dialogue: ScriptedDialogue, expected: str = AGREED, **changed: Any
) -> None:
    """At the gate, in three steps or more; here the last one alone."""
    dialogue.answers["monday"] = (["utter_callback_agreed"], [schedule(**changed)])
    await phone.says("hello")
    await phone.wait_for(HELLO)
    await phone.says("monday")
    await phone.wait_for(expected)


async def sweeps(gateway: Gateway) -> None:
    """One look at what is due, and all that it leads to."""
    await gateway.sweeper.sweep()
    await quiet(gateway)


async def hellos(sandbox: SandboxControl, phone: Phone, text: str = GOOD_DAY) -> int:
    """How often the agreed words reached Telegram."""
    sent = await sandbox.calls(method="sendMessage", chat_id=phone.chat_id)
    return sum(call.effect and call.text == text for call in sent)


async def nothing_is_agreed(gateway: Gateway, phone: Phone) -> bool:
    """Whether Redis knows of no callback."""
    redis, ref = gateway.rooms.store.redis, gateway.rooms.store.ref(phone.chat_id)
    return not await redis.exists(names.callback(ref), names.CALLBACKS)
