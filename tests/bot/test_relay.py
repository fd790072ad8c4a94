"""Relay: an officer's line waits behind a bland ping, is opened by a tap, and goes again."""

from __future__ import annotations

import uuid

import pytest

from bot.state import names
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.cases import Officer, to_console
from tests.bot.steps import (
    PING,
    console_gets,
    deliveries,
    is_cover,
    joins_relay,
    nothing_private_was_notified,
    officer_writes,
    one_bubble,
    private_came_only_by_edit,
    quiet,
    says_and_settles,
    shows_only,
    until,
)
from undertone.sealing.demo import DemoMaterial
from undertone.streams.bus import publish
from undertone.streams.messages import (
    TO_BOT,
    CaseClaimed,
    CaseClosed,
    CaseReleased,
    ClientMessage,
    Delivery,
    DeliveryReport,
    OfficerMessage,
)

LINE = "Can we talk on Friday at ten?"
SENT = "✓ Sent."
AT = "2026-01-01T00:00:00+00:00"


async def _covers_what_is_due(gateway: Gateway, phone: Phone) -> None:
    ref = gateway.rooms.store.ref(phone.chat_id)
    await quiet(gateway)
    await gateway.rooms.store.redis.zadd(names.REVEALS, {ref: 1})
    await gateway.sweeper.sweep()
    await quiet(gateway)


async def test_a_line_arrives_as_a_bland_ping_and_is_opened_by_a_tap(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl
) -> None:
    # Given a client whose phone lies on the table
    case_id = await joins_relay(gateway, phone)
    await phone.closes_chat()
    # When the officer writes
    line = await officer_writes(gateway, case_id, LINE)
    # Then only a bland line comes
    await phone.wait_for(lambda p: p.texts == (PING,))
    assert all(is_cover(text) for text in (*phone.texts, *phone.buttons))
    await nothing_private_was_notified(phone)
    # And the text comes by edit after the tap
    await phone.opens_chat()
    await phone.taps("Open")
    await phone.wait_for(LINE)
    await until(lambda: _delivered(gateway, line, ["waiting", "shown"]))
    await nothing_private_was_notified(phone)
    await private_came_only_by_edit(sandbox)
    assert one_bubble(phone)


async def _delivered(gateway: Gateway, line: str, expected: list[str]) -> bool:
    return await deliveries(gateway, line) == expected


async def test_two_lines_make_one_ping_and_are_opened_together(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl
) -> None:
    case_id = await joins_relay(gateway, phone)
    mark = len(await sandbox.calls(method="sendMessage"))
    lines = [await officer_writes(gateway, case_id, text) for text in (LINE, "Or on Monday?")]
    await phone.wait_for(PING)
    await until(lambda: _delivered(gateway, lines[1], ["waiting"]))
    await quiet(gateway)
    assert len(await sandbox.calls(method="sendMessage")) == mark + 1, "the ping is not repeated"
    await phone.taps("Open")
    opened = await phone.wait_for("Or on Monday?")
    assert opened is not None
    assert opened.text.index(LINE) < opened.text.index("Or on Monday?")
    for line in lines:
        assert await deliveries(gateway, line) == ["waiting", "shown"]


async def test_an_opened_line_goes_off_the_screen_and_can_be_opened_again(
    gateway: Gateway, phone: Phone
) -> None:
    case_id = await joins_relay(gateway, phone)
    line = await officer_writes(gateway, case_id, LINE)
    await phone.wait_for(PING)
    await phone.taps("Open")
    await phone.wait_for(LINE)
    await _covers_what_is_due(gateway, phone)
    await phone.wait_for(lambda p: one_bubble(p) and p.texts[0] == PING)
    assert await deliveries(gateway, line) == ["waiting", "shown", "expired"]
    await phone.taps("Open")
    await phone.wait_for(LINE)


async def test_a_cover_that_fails_is_done_again(
    gateway: Gateway, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await joins_relay(gateway, phone)
    await officer_writes(gateway, case_id, LINE)
    await phone.wait_for(PING)
    await phone.taps("Open")
    await phone.wait_for(LINE)

    async def fails(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(gateway.rooms.store, "commit", fails)
        await _covers_what_is_due(gateway, phone)
    await gateway.sweeper.sweep()
    await phone.wait_for(lambda p: p.texts == (PING,))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Please go to the refuge tonight", ["refuge"]),
        ("What happens when he comes in angry at night?", ["angry"]),
    ],
    ids=["a listed word", "its drift"],
)
async def test_a_line_that_trips_the_guard_goes_back_with_the_words_marked(
    gateway: Gateway, phone: Phone, text: str, marked: list[str]
) -> None:
    case_id = await joins_relay(gateway, phone)
    line = await officer_writes(gateway, case_id, text)
    report = await console_gets(
        gateway, lambda m: isinstance(m, DeliveryReport) and m.about == line
    )
    assert isinstance(report, DeliveryReport)
    assert report.delivery is Delivery.HELD
    assert set(marked) <= {text[start:end] for start, end in report.spans}
    await quiet(gateway)
    assert PING not in " ".join(phone.texts)


async def test_a_line_that_was_altered_on_its_way_is_never_shown(
    gateway: Gateway, phone: Phone
) -> None:
    case_id = await joins_relay(gateway, phone)
    line = await officer_writes(gateway, case_id, LINE, sealed="AAAA" * 50)
    await until(lambda: _delivered(gateway, line, ["failed"]))
    await quiet(gateway)
    assert PING not in " ".join(phone.texts)


async def test_a_line_under_an_old_key_is_gone(gateway: Gateway, phone: Phone) -> None:
    case_id = await joins_relay(gateway, phone)
    line = await officer_writes(gateway, case_id, LINE, envelope_id=str(uuid.uuid4()))
    await until(lambda: _delivered(gateway, line, ["gone"]))


async def test_a_line_for_nobodys_case_is_gone(gateway: Gateway, phone: Phone) -> None:
    nobody = OfficerMessage(
        message_id=str(uuid.uuid4()),
        case_id=str(uuid.uuid4()),
        at=AT,
        envelope_id=str(uuid.uuid4()),
        sealed="AAAA",
    )
    await publish(gateway.rooms.store.redis, TO_BOT, nobody)
    await until(lambda: _delivered(gateway, nobody.message_id, ["gone"]))


async def test_the_same_line_delivered_twice_is_shown_once(gateway: Gateway, phone: Phone) -> None:
    case_id = await joins_relay(gateway, phone)
    redis = gateway.rooms.store.redis
    line = await officer_writes(gateway, case_id, LINE)
    first = (await redis.xrange(TO_BOT, count=1)) or None
    await phone.wait_for(PING)
    again = first[0][1] if first else None
    if again is None:  # it was handled already: seal the same line under the same id once more
        await officer_writes(gateway, case_id, LINE, message_id=line)
    else:
        await redis.xadd(TO_BOT, again)
    await until(lambda: _mail_is_read(gateway))
    await phone.taps("Open")
    opened = await phone.wait_for(LINE)
    assert opened is not None
    assert opened.text.count(LINE) == 1
    assert await deliveries(gateway, line) == ["waiting", "shown"]


async def _mail_is_read(gateway: Gateway) -> bool:
    return bool(await gateway.rooms.store.redis.xlen(TO_BOT) == 0)


async def test_what_the_client_writes_reaches_the_officer_and_opens_what_waits(
    gateway: Gateway, phone: Phone, demo: DemoMaterial
) -> None:
    case_id = await joins_relay(gateway, phone)
    await officer_writes(gateway, case_id, LINE)
    await phone.wait_for(PING)
    await phone.says("Yes, on Friday ✔ نعم")
    bubble = await phone.wait_for(SENT)
    assert bubble is not None
    assert LINE in bubble.text
    await phone.wait_for(one_bubble)
    heard = Officer(demo).reads(await to_console(gateway.rooms.store.redis))
    assert [body["text"] for body in heard if "text" in body] == ["Yes, on Friday ✔ نعم"]


async def test_a_claim_says_so_with_a_bland_ping_and_a_release_goes_back_to_the_questions(
    gateway: Gateway, phone: Phone
) -> None:
    case_id = await joins_relay(gateway, phone)
    redis = gateway.rooms.store.redis
    await publish(redis, TO_BOT, CaseClaimed(message_id="c1", case_id=case_id, at=AT))
    await phone.wait_for(PING)
    await phone.taps("Open")
    await phone.wait_for("A person is here now")
    await publish(redis, TO_BOT, CaseReleased(message_id="c2", case_id=case_id, at=AT))
    await until(lambda: _mail_is_read(gateway))
    sent = len([m for m in await to_console(redis) if isinstance(m, ClientMessage)])
    await says_and_settles(phone, "is anybody there?")
    still = [m for m in await to_console(redis) if isinstance(m, ClientMessage)]
    assert len(still) == sent, "nobody holds the case: nothing goes to the relay"


async def test_a_closed_case_ends_the_session_and_empties_the_chat(
    gateway: Gateway, phone: Phone
) -> None:
    case_id = await joins_relay(gateway, phone)
    closed = CaseClosed(message_id="c3", case_id=case_id, at=AT)
    await publish(gateway.rooms.store.redis, TO_BOT, closed)
    await phone.wait_for(shows_only("OK. Have a nice day."))
    ref = gateway.rooms.store.ref(phone.chat_id)
    assert not await gateway.rooms.store.redis.exists(names.conversation(ref))


@pytest.mark.slow
async def test_a_chat_that_telegram_slows_down_does_not_hold_up_another_case(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl
) -> None:
    other = await sandbox.phone("B")
    slow, quick = await joins_relay(gateway, phone), await joins_relay(gateway, other)
    await sandbox.fault("sendMessage", "flood", retry_after=5, chat_id=phone.chat_id, count=1)
    await officer_writes(gateway, slow, LINE)
    await officer_writes(gateway, quick, LINE)
    await other.wait_for(PING, timeout=4.5)
    await sandbox.clear_faults()
