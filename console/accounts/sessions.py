"""How long a sign-in lasts: half an hour without a sign of life, a shift at most.

Requests that a page makes by itself carry ``X-Background`` and are no sign of life.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse

SEEN_AT = "seen_at"
SINCE = "signed_in_at"
_WRITE_EVERY = 30
"""Seconds: not every click needs to write the session."""


def is_over(session: SessionBase, now: float) -> bool:
    """Whether the sign-in in ``session`` has run out."""
    since, seen = session.get(SINCE, now), session.get(SEEN_AT, now)
    return bool(now - since > settings.SESSION_COOKIE_AGE or now - seen > settings.IDLE_SECONDS)


class SessionLimitsMiddleware:
    """Signs out whoever has been away for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._check(request, time.time())
        return self.get_response(request)

    def _check(self, request: HttpRequest, now: float) -> None:
        if is_over(request.session, now):
            logout(request)
            return
        if SINCE not in request.session:
            request.session[SINCE] = now
        background = request.headers.get("X-Background") == "1" or "text/event-stream" in (
            request.headers.get("Accept", "")
        )
        if not background and now - request.session.get(SEEN_AT, 0) > _WRITE_EVERY:
            request.session[SEEN_AT] = now
