"""Live pages: one's own team's changes, ids only, and an end when the sign-in ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient

from console.accounts.models import Role, Team, User
from console.live import views
from console.live.channel import Change, Channel, channel


async def test_a_listener_hears_its_own_team_only() -> None:
    own = Channel()
    heard = own.listen(1, heartbeat=5)
    first = asyncio.ensure_future(anext(heard))
    await asyncio.sleep(0)
    own.announce(Change(2, "theirs", "brief"))
    own.announce(Change(1, "ours", "brief"))
    change = await first
    assert change == Change(1, "ours", "brief")
    await heard.aclose()


async def test_a_slow_listener_loses_the_oldest_not_the_newest() -> None:
    own = Channel()
    heard = own.listen(1, heartbeat=5)
    first = asyncio.ensure_future(anext(heard))
    await asyncio.sleep(0)
    for number in range(300):
        own.announce(Change(1, str(number), "brief"))
    await first
    rest = [await anext(heard) for _ in range(99)]
    assert rest[-1] == Change(1, "299", "brief")
    await heard.aclose()


async def test_changes_from_other_threads_arrive() -> None:
    own = Channel()
    heard = own.listen(1, heartbeat=5)
    first = asyncio.ensure_future(anext(heard))
    await asyncio.sleep(0)
    await asyncio.to_thread(own.announce, Change(1, "ours", "brief"))
    assert await asyncio.wait_for(first, 2) == Change(1, "ours", "brief")
    await heard.aclose()


async def test_closing_ends_every_stream_and_leaves_no_listener() -> None:
    own = Channel()
    heard = own.listen(1, heartbeat=5)
    first = asyncio.ensure_future(anext(heard, "ended"))
    await asyncio.sleep(0)
    own.close()
    assert await first == "ended"
    assert own._listeners == {}


def test_an_event_carries_no_content() -> None:
    text = Change(1, "00000000-0000-0000-0000-000000000000", "brief").lines()
    assert text.count("event: ") == 2
    assert '{"what": "brief"}' in text


@pytest.mark.usefixtures("threads")
async def test_the_stream_tells_of_changes_and_ends_with_the_sign_in(
    person: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "HEARTBEAT_SECONDS", 0.1)
    officer = await sync_to_async(person)(Role.OFFICER)
    team: Team = officer.team
    browser = AsyncClient()
    await browser.aforce_login(officer)
    answer = await browser.get("/live/")
    assert answer["Content-Type"] == "text/event-stream"
    parts: AsyncIterator[bytes] = aiter(answer.streaming_content)  # type: ignore[arg-type, attr-defined]
    assert b"event: hello" in await anext(parts)
    following = asyncio.ensure_future(anext(parts))
    await asyncio.sleep(0.05)
    channel.announce(Change(team.pk, "the-case", "brief"))
    assert b"event: case-the-case" in await following
    await browser.alogout()
    rest = [part async for part in parts]
    assert b"event: signed-out" in rest[-1]
