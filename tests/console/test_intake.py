"""What the gateway says: taken in once, in order, from a real stream."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Callable

import pytest
from asgiref.sync import sync_to_async
from redis.asyncio import Redis

from console.accounts.models import Team, User
from console.cases.history import CaseEvent, Happening
from console.cases.models import Case, Envelope, Message, State, WrappedKey
from console.stream import lifespan
from console.stream.intake import NotHereYet, receive
from console.stream.models import SeenMessage
from tests.console.material import SealedCase, Sealer, now
from undertone.streams.bus import Consumer, dead_letters
from undertone.streams.messages import (
    TO_CONSOLE,
    BadMessage,
    CaseClaimed,
    CaseState,
    Delivery,
    Departure,
    Urgency,
)


@pytest.fixture
def case(sealer: Sealer, officer: User) -> SealedCase:
    sealer.give_key(officer)
    return sealer.new_case()


def stored(case: SealedCase) -> Case:
    found: Case = Case.objects.get(pk=case.case_id)
    return found


def test_a_brief_makes_a_case_of_the_first_team(case: SealedCase, team: Team) -> None:
    brief = case.brief(urgency=Urgency.URGENT, children=True)
    receive(brief)
    found = stored(case)
    assert (found.state, found.urgency, found.language) == (State.WAITING, "urgent", "ar")
    assert (found.children, found.team) == (True, team)
    assert Envelope.objects.get().brief == brief.sealed
    assert {str(w.recipient_id) for w in WrappedKey.objects.all()} == set(brief.wrapped_keys)


def test_the_same_message_twice_changes_nothing(case: SealedCase) -> None:
    brief, line = case.brief(), case.says("hello")
    for message in (brief, brief, line, line):
        receive(message)
    assert Message.objects.count() == 1
    assert CaseEvent.objects.filter(kind=Happening.OPENED).count() == 1


def test_an_older_revision_never_replaces_a_newer_one(case: SealedCase) -> None:
    first, second = case.brief(state=CaseState.INTAKE), case.brief()
    receive(second)
    receive(first)
    envelope = Envelope.objects.get()
    assert (envelope.revision, envelope.brief) == (2, second.sealed)
    assert stored(case).state == State.WAITING


def test_a_case_that_is_held_stays_held_when_the_brief_changes(
    case: SealedCase, officer: User
) -> None:
    receive(case.brief())
    Case.objects.update(state=State.HELD, holder=officer)
    receive(case.brief(urgency=Urgency.URGENT))
    assert (stored(case).state, stored(case).urgency) == (State.HELD, "urgent")


def test_an_exit_marks_the_client_as_gone_and_is_recorded(case: SealedCase) -> None:
    receive(case.brief())
    receive(dataclasses.replace(case.exits(Departure.BLOCKED), survivors=2))
    found = stored(case)
    assert (found.departure, found.survivors, found.client_is_here) == ("blocked", 2, False)
    assert CaseEvent.objects.get(kind=Happening.DEPARTED).detail["departure"] == "blocked"


def test_a_new_session_brings_the_client_back_and_a_late_exit_of_the_old_one_is_ignored(
    case: SealedCase,
) -> None:
    receive(case.brief(at=now(-100)))
    late = case.exits(at=now(-50))
    receive(case.exits(at=now(-60)))
    case.new_session()
    receive(case.brief(at=now(-10)))
    receive(late)
    assert stored(case).client_is_here
    assert CaseEvent.objects.filter(kind=Happening.RETURNED).count() == 1


def test_a_closed_case_opens_again_when_the_client_comes_back(case: SealedCase) -> None:
    receive(case.brief(at=now(-100)))
    Case.objects.update(state=State.CLOSED, outcome="referred")
    case.new_session()
    receive(case.brief())
    found = stored(case)
    assert (found.state, found.outcome) == (State.WAITING, "")


def test_a_data_key_of_another_case_is_refused(sealer: Sealer, case: SealedCase) -> None:
    receive(case.brief())
    other = sealer.new_case()
    stolen = dataclasses.replace(other.brief(), envelope_id=case.key.envelope_id)
    with pytest.raises(BadMessage):
        receive(stolen)


def test_delivery_reports_follow_their_time_not_their_arrival(
    case: SealedCase, officer: User
) -> None:
    receive(case.brief())
    line_id, sealed = case.officer_line("hello")
    Message.objects.create(
        message_id=line_id,
        case=stored(case),
        envelope=Envelope.objects.get(),
        direction=Message.Direction.OFFICER,
        author=officer,
        sealed=sealed,
        at=now(),
        delivery="sent",
    )
    waiting = case.report(line_id, Delivery.WAITING, at=now(1))
    receive(case.report(line_id, Delivery.SHOWN, at=now(2)))
    receive(waiting)
    assert Message.objects.get().delivery == "shown"
    receive(case.report(line_id, Delivery.HELD, [[2, 8]], at=now(3)))
    assert Message.objects.get().spans == [[2, 8]]


@pytest.mark.parametrize("make", ["line", "report", "exit"])
def test_what_is_about_a_case_that_never_came_is_left_for_later(
    make: str, case: SealedCase
) -> None:
    made = {
        "line": lambda: case.says("x"),
        "report": lambda: case.report(case.case_id, Delivery.SHOWN),
        "exit": case.exits,
    }
    with pytest.raises(NotHereYet):
        receive(made[make]())
    assert SeenMessage.objects.count() == 0


def test_what_only_the_console_says_is_refused(case: SealedCase) -> None:
    receive(case.brief())
    with pytest.raises(BadMessage):
        receive(CaseClaimed(message_id=case.case_id, case_id=case.case_id, at=now()))


@pytest.mark.parametrize("field", ["message_id", "case_id", "at"])
def test_an_id_or_time_that_cannot_be_read_is_refused(field: str, case: SealedCase) -> None:
    with pytest.raises(BadMessage):
        receive(dataclasses.replace(case.brief(), **{field: "nonsense"}))


async def _take_in(redis: Redis) -> None:
    consumer = Consumer(redis, TO_CONSOLE, "console", "console")
    await consumer.prepare()
    trouble = lifespan._Trouble()
    while await consumer.run_once(trouble.handle, block_ms=20):
        pass


@pytest.mark.usefixtures("threads")
async def test_a_real_stream_is_taken_in_order_and_rubbish_is_set_aside(
    valkey: str, sealer: Sealer, person: Callable[..., User]
) -> None:
    from console.accounts.models import Role

    officer = await sync_to_async(person)(Role.OFFICER)
    await sync_to_async(sealer.give_key)(officer)
    case = sealer.new_case()
    redis = Redis.from_url(valkey, decode_responses=True, protocol=2)
    said = [case.brief(), case.says("one"), case.says("two"), case.says("three")]
    for message in [*said, *said]:
        await redis.xadd(TO_CONSOLE, message.to_wire())  # type: ignore[arg-type]
    await redis.xadd(TO_CONSOLE, {"kind": "case", "version": "1", "body": json.dumps({"x": 1})})
    await _take_in(redis)
    lines = [str(m.message_id) async for m in Message.objects.all()]
    assert lines == [m.message_id for m in said[1:]]
    assert await redis.xlen(dead_letters(TO_CONSOLE)) == 1
    assert await redis.xlen(TO_CONSOLE) == 0
    await redis.aclose()


@pytest.mark.usefixtures("threads")
async def test_the_background_tasks_take_in_and_outlive_a_server_that_comes_late(
    valkey: str,
    sealer: Sealer,
    person: Callable[..., User],
    settings: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from console.accounts.models import Role

    monkeypatch.setattr(lifespan, "FIRST_PAUSE", 0.05)
    officer = await sync_to_async(person)(Role.OFFICER)
    await sync_to_async(sealer.give_key)(officer)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    tasks = lifespan.start()
    await asyncio.sleep(0.1)
    settings.REDIS_URL = valkey  # type: ignore[attr-defined]
    redis = Redis.from_url(valkey, decode_responses=True, protocol=2)
    case = sealer.new_case()
    await redis.xadd(TO_CONSOLE, case.brief().to_wire())  # type: ignore[arg-type]
    for _ in range(100):
        if await Case.objects.acount():
            break
        await asyncio.sleep(0.05)
    await lifespan.stop(tasks)
    await redis.aclose()
    assert await Case.objects.acount() == 1
