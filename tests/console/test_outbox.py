"""What officers do reaches the gateway, however long Redis is gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from asgiref.sync import sync_to_async
from redis.asyncio import Redis
from redis.exceptions import RedisError

from console.accounts.models import Role, User
from console.cases import steps
from console.cases.models import Case, Message
from console.stream import outbox
from console.stream.intake import receive
from console.stream.models import Outgoing
from tests.console.material import SealedCase, Sealer
from undertone.streams.messages import TO_BOT, CaseClaimed, OfficerMessage, from_wire


def claimed_case(sealer: Sealer, officer: User) -> SealedCase:
    """A case that ``officer`` has just claimed and written a line in."""
    sealer.give_key(officer)
    sealed = sealer.new_case()
    receive(sealed.brief())
    case = Case.objects.get(pk=sealed.case_id)
    steps.claim(case, officer)
    line_id, text = sealed.officer_line("good morning")
    steps.write(case, officer, line(line_id, sealed.key.envelope_id, text))
    return sealed


def line(message_id: str, envelope_id: str, sealed: str) -> steps.Line:
    import uuid

    return steps.Line(uuid.UUID(message_id), uuid.UUID(envelope_id), sealed)


@pytest.mark.usefixtures("threads")
async def test_what_was_done_while_redis_is_gone_waits_and_is_sent_in_order_later(
    valkey: str, sealer: Sealer, person: Callable[..., User]
) -> None:
    officer = await sync_to_async(person)(Role.OFFICER)
    await sync_to_async(claimed_case)(sealer, officer)
    gone = Redis.from_url("redis://127.0.0.1:1/0", decode_responses=True, protocol=2)
    with pytest.raises((RedisError, OSError)):
        await outbox.send_waiting(gone)
    assert await Outgoing.objects.acount() == 2
    assert (await Message.objects.aget()).delivery == "queued"

    redis = Redis.from_url(valkey, decode_responses=True, protocol=2)
    assert await outbox.send_waiting(redis) == 2
    wires = [from_wire(values) for _, values in await redis.xrange(TO_BOT)]
    assert [type(message) for message in wires] == [CaseClaimed, OfficerMessage]
    assert await Outgoing.objects.acount() == 0
    assert (await Message.objects.aget()).delivery == "sent"
    await gone.aclose()
    await redis.aclose()


@pytest.mark.django_db(transaction=True)
def test_a_step_that_fails_leaves_nothing_in_the_outbox(
    sealer: Sealer, person: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = person(Role.OFFICER)
    sealer.give_key(officer)
    sealed = sealer.new_case()
    receive(sealed.brief())

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(steps, "announce_after_commit", fail)
    with pytest.raises(RuntimeError):
        steps.claim(Case.objects.get(), officer)
    assert Outgoing.objects.count() == 0
    assert Case.objects.get().holder is None


def test_a_delivery_that_was_reported_already_is_not_set_back_to_sent(
    sealer: Sealer, officer: User
) -> None:
    claimed_case(sealer, officer)
    Message.objects.update(delivery="waiting")
    row = Outgoing.objects.last()
    assert row is not None
    outbox._forget(row, from_wire(row.wire))
    assert Message.objects.get().delivery == "waiting"
