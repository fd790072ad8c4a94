"""A call that officers make: the number is sealed for them and is never shown in the chat."""

from __future__ import annotations

from typing import Any

import pytest

from bot.callbacks.numbers import BadNumber, dialled
from bot.state import names
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.callback_steps import (
    CANCELLED,
    NUMBER,
    agrees,
    nothing_is_agreed,
    on_monday,
    schedule,
    sweeps,
)
from tests.bot.cases import Officer, canary_free, to_console
from tests.bot.conftest import ScriptedDialogue
from tests.bot.moved_clock import MovedClock, moved_clock
from tests.bot.steps import HELLO, console_gets, officer_writes, opens_session, quiet, until
from undertone.sealing.demo import DemoMaterial
from undertone.sealing.envelope import ContentKind, open_content
from undertone.streams.bus import publish
from undertone.streams.messages import (
    TO_BOT,
    CallbackTask,
    CaseBrief,
    CaseClaimed,
    CaseState,
    StreamMessage,
)

__all__ = ["moved_clock"]
BY_PHONE: dict[str, Any] = {"way": "phone", "number": NUMBER, "voicemail": True, "attempts": 2}
UNCLEAR = "I cannot use that number."


@pytest.fixture(autouse=True)
def monday_morning(moved_clock: MovedClock) -> None:
    moved_clock.set(on_monday("08:00"))


async def _tasks(gateway: Gateway) -> list[CallbackTask]:
    messages = await to_console(gateway.rooms.store.redis)
    return [message for message in messages if isinstance(message, CallbackTask)]


def _is_task(message: StreamMessage) -> bool:
    return isinstance(message, CallbackTask)


async def test_officers_get_a_task_with_the_sealed_number_in_a_case(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue, demo: DemoMaterial
) -> None:
    await agrees(phone, dialogue, **BY_PHONE)
    brief, task = await to_console(gateway.rooms.store.redis)
    assert isinstance(brief, CaseBrief)
    assert isinstance(task, CallbackTask)
    assert brief.state is CaseState.WAITING
    assert (task.case_id, task.envelope_id) == (brief.case_id, brief.envelope_id)
    assert (task.starts, task.ends) == ("2026-11-23T12:00:00+00:00", "2026-11-23T17:00:00+00:00")
    assert (task.attempts, task.voicemail, task.cancelled) == (2, True, False)
    key = Officer(demo).key(brief)
    body = open_content(key, ContentKind.CALLBACK, task.message_id, task.sealed)
    assert body == {"version": 1, "number": "+447700900123"}


async def test_the_number_stands_in_clear_nowhere(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, dialogue: ScriptedDialogue
) -> None:
    # Given a client who typed it
    dialogue.answers[NUMBER] = (["utter_callback_agreed"], [schedule(**BY_PHONE)])
    await phone.says("hello")
    await phone.wait_for(HELLO)
    await phone.says(NUMBER)
    # Then it goes from the chat although this is cover level, and Redis does not show it
    await phone.wait_for(lambda p: len(p.texts) > 0 and NUMBER not in " ".join(p.texts))
    await quiet(gateway)
    redis = gateway.rooms.store.redis
    async for name in redis.scan_iter():
        if await redis.type(name) == "string":
            assert canary_free((await redis.get(name)).encode(), "900123")
        elif await redis.type(name) == "stream":
            assert canary_free(str(await redis.xrange(name)).encode(), "900123")
    assert all("900123" not in call.text for call in await sandbox.calls())


async def test_nothing_is_sent_to_the_chat_at_that_time(
    gateway: Gateway,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    moved_clock: MovedClock,
) -> None:
    await agrees(phone, dialogue, **BY_PHONE)
    await quiet(gateway)
    before = len(await sandbox.calls(method="sendMessage"))
    for days in (0, 1, 2):
        moved_clock.set(on_monday("12:01", days=days))
        await sweeps(gateway)
    assert len(await sandbox.calls(method="sendMessage")) == before
    assert await nothing_is_agreed(gateway, phone)


async def test_writing_meanwhile_does_not_call_the_officers_off(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await agrees(phone, dialogue, **BY_PHONE)
    await phone.says("hello")
    await quiet(gateway)
    assert [task.cancelled for task in await _tasks(gateway)] == [False]
    assert not await nothing_is_agreed(gateway, phone)


@pytest.mark.parametrize("after", ["agreeing", "an exit"])
async def test_a_cancelled_call_is_called_off(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue, after: str
) -> None:
    await agrees(phone, dialogue, **BY_PHONE)
    if after == "an exit":
        await phone.says("/exit")
        await phone.wait_for(lambda p: len(p.messages) == 1)
        await quiet(gateway)
    dialogue.answers["cancel"] = (["utter_callback_cancelled"], [{"effect": "cancel_callback"}])
    await phone.says("cancel")
    await phone.wait_for(CANCELLED)
    first, last = await _tasks(gateway)
    assert (first.cancelled, last.cancelled) == (False, True)
    assert first.case_id == last.case_id
    assert last.sealed == ""
    assert await nothing_is_agreed(gateway, phone)


async def test_a_hello_in_the_chat_instead_calls_the_officers_off(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await agrees(phone, dialogue, **BY_PHONE)
    await agrees(phone, dialogue, way="chat")
    await until(lambda: _count_is(gateway, 2))
    assert [task.cancelled for task in await _tasks(gateway)] == [False, True]


async def _count_is(gateway: Gateway, count: int) -> bool:
    return len(await _tasks(gateway)) == count


async def test_who_claims_the_call_does_not_make_the_phone_light_up(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, dialogue: ScriptedDialogue
) -> None:
    # Given a call that was agreed at cover level, and an officer who takes it
    await agrees(phone, dialogue, **BY_PHONE)
    task = await console_gets(gateway, _is_task)
    await quiet(gateway)
    before = len(await sandbox.calls(method="sendMessage"))
    claimed = CaseClaimed(message_id="m1", case_id=task.case_id, at="2026-01-01T00:00:00+00:00")
    await publish(gateway.rooms.store.redis, TO_BOT, claimed)
    await until(lambda: _no_mail(gateway))
    await quiet(gateway)
    # Then nothing is sent, nor what the officer writes
    await officer_writes(gateway, task.case_id, "Hello, I will ring you.")
    await until(lambda: _no_mail(gateway))
    await quiet(gateway)
    assert len(await sandbox.calls(method="sendMessage")) == before


async def test_when_the_client_comes_by_themselves_the_same_case_goes_on_with_that_officer(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await agrees(phone, dialogue, **BY_PHONE)
    task = await console_gets(gateway, _is_task)
    claimed = CaseClaimed(message_id="m1", case_id=task.case_id, at="2026-01-01T00:00:00+00:00")
    await publish(gateway.rooms.store.redis, TO_BOT, claimed)
    await until(lambda: _no_mail(gateway))
    await opens_session(phone)
    await officer_writes(gateway, task.case_id, "Good to see you here.")
    await phone.wait_for("👋 Hello again")
    await phone.taps(index=0)
    await phone.wait_for("Good to see you here.")


async def _no_mail(gateway: Gateway) -> bool:
    return bool(await gateway.rooms.store.redis.xlen(TO_BOT) == 0)


async def test_without_anybody_to_seal_for_nothing_is_agreed(
    gateway: Gateway,
    phone: Phone,
    dialogue: ScriptedDialogue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from undertone.sealing.errors import NoRecipients

    def nobody(*_: object) -> None:
        raise NoRecipients("the recipients list is empty")

    monkeypatch.setattr(gateway.rooms.desk, "open", nobody)
    await agrees(phone, dialogue, "this chat is not working just now", **BY_PHONE)
    assert await nothing_is_agreed(gateway, phone)
    assert await to_console(gateway.rooms.store.redis) == []
    ref = gateway.rooms.store.ref(phone.chat_id)
    assert not await gateway.rooms.store.redis.exists(names.callback(ref))


@pytest.mark.parametrize("number", ["", "999", "hello", "12345", "0909 8790879", None])
async def test_a_number_that_nobody_can_ring_is_asked_for_again(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue, number: str | None
) -> None:
    await agrees(phone, dialogue, UNCLEAR, **{**BY_PHONE, "number": number})
    assert await nothing_is_agreed(gateway, phone)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 (0)7700-900-123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("٠٧٧٠٠٩٠٠١٢٣", "+447700900123"),
        ("۰۷۷۰۰ ۹۰۰۱۲۳", "+447700900123"),
        ("020 7946 0018", "+442079460018"),
        ("+353 1 496 0000", "+35314960000"),
        ("00 98 21 1234 5678", "+982112345678"),
    ],
)
def test_numbers_are_read_as_people_write_them(written: str, number: str) -> None:
    assert dialled(written) == number


@pytest.mark.parametrize(
    "written", ["", "+", "999", "112", "7700900123", "0770090012x", "+44 909 8790879", "0" * 30]
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(BadNumber):
        dialled(written)
