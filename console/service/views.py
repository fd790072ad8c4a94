"""Whether the console's parts work."""

from __future__ import annotations

from dataclasses import dataclass, field

from asgiref.sync import async_to_sync
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from console.accounts.models import Role, User
from console.cases.waiting import since
from console.keys.models import OfficerKey
from console.keys.signed import current_list, is_signed
from console.stream import outbox
from console.stream.lifespan import connect
from console.stream.state import state
from undertone.blocks import PREFIX
from undertone.streams.bus import dead_letters
from undertone.streams.messages import TO_BOT, TO_CONSOLE

UPDATES = "updates"
"""The gateway's own stream of what Telegram said."""
SET_ASIDE = {TO_CONSOLE: "to the console", TO_BOT: "to the chat", UPDATES: "from the chat"}
"""Every stream with dead letters, in words."""


@dataclass
class Streams:
    """What Redis says about the streams and about chats that are blocked for a while."""

    reachable: bool = False
    coming: int = 0
    going: int = 0
    dead: dict[str, int] = field(default_factory=dict)
    blocked: int = 0


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 where pages can be served; a dead Redis does not count, cases can still be read."""
    try:
        connection.ensure_connection()
    except DatabaseError:
        return HttpResponse("database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """For leads: streams, outbox, what was set aside, and whose key is signed."""
    count, oldest = outbox.waiting()
    recipients = current_list()
    context = {
        "streams": async_to_sync(_streams)(),
        "works": state.works(),
        "outbox_count": count,
        "outbox_since": since(oldest),
        "recipients": recipients,
        "officers": [
            (user, key, key is not None and is_signed(key, recipients)) for user, key in _officers()
        ],
    }
    return render(request, "service/service.html", context)


def _officers() -> list[tuple[User, OfficerKey | None]]:
    keys = {key.officer_id: key for key in OfficerKey.objects.filter(retired_at=None)}
    users = User.objects.filter(is_active=True, role__in=[Role.OFFICER, Role.LEAD])
    return [(user, keys.get(user.pk)) for user in users.order_by("name")]


async def _streams() -> Streams:
    redis = connect()
    try:
        dead = {said: await redis.xlen(dead_letters(name)) for name, said in SET_ASIDE.items()}
        blocked = len([name async for name in redis.scan_iter(match=f"{PREFIX}*", count=500)])
        coming, going = await redis.xlen(TO_CONSOLE), await redis.xlen(TO_BOT)
        return Streams(reachable=True, coming=coming, going=going, dead=dead, blocked=blocked)
    except (RedisError, OSError):
        return Streams()
    finally:
        await redis.aclose()
