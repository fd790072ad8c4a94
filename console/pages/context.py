"""What the frame of every page needs."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from console.accounts.access import has_second_factor
from console.accounts.models import User


@dataclass(frozen=True)
class Entry:
    """One link of the service navigation."""

    text: str
    address: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, object]:
    """Links for the role; empty before the second factor is set up."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"navigation": [], "ready": False}
    names = [("Account", "account")]
    if user.handles_cases:
        names = [("Queue", "queue"), ("Calls", "calls"), ("Your key", "key"), *names]
    if user.is_lead:
        names.append(("Service", "service"))
    ready = has_second_factor(user)
    entries = [_entry(request, text, name) for text, name in names] if ready else []
    return {
        "navigation": entries,
        "ready": ready,
        "shell": ready and user.handles_cases,
        "lock_minutes": settings.KEY_LOCK_MINUTES,
    }


def _entry(request: HttpRequest, text: str, name: str) -> Entry:
    address = reverse(name)
    return Entry(text, address, request.path.startswith(address))
