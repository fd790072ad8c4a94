"""The stream of events that every open page listens to."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, StreamingHttpResponse

from console.accounts.access import person
from console.accounts.models import User
from console.accounts.sessions import is_over
from console.live.channel import channel

HEARTBEAT_SECONDS = 15.0
"""Keeps proxies from closing the line; the sign-in is looked at again at each beat."""


async def stream(request: HttpRequest) -> StreamingHttpResponse:
    """Server-sent events about the cases of the user's team; no content, ids only."""
    user = await sync_to_async(person)(request)
    response = StreamingHttpResponse(
        _events(user, request.session.session_key), content_type="text/event-stream"
    )
    response["X-Accel-Buffering"] = "no"
    return response


async def _events(user: User, session_key: str | None) -> AsyncIterator[str]:
    yield "retry: 2000\nevent: hello\ndata: {}\n\n"
    async for change in channel.listen(user.team_id, HEARTBEAT_SECONDS):
        if change is not None:
            yield change.lines()
        elif await _still_signed_in(user, session_key):
            yield ": beat\n\n"
        else:
            yield "event: signed-out\ndata: {}\n\n"
            return


async def _still_signed_in(user: User, session_key: str | None) -> bool:
    session = SessionStore(session_key)
    if not await session.aload() or is_over(session, time.time()):
        return False
    return await User.objects.filter(pk=user.pk, is_active=True).aexists()
