"""The queue: who waits, how urgent, how long, in which language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from console.accounts.access import person
from console.accounts.models import User
from console.cases.models import Case, State
from console.cases.waiting import longest, since
from console.keys.signed import current_key, is_signed
from undertone.languages import LANGUAGES


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All open cases of the team in the order in which to take them.

    Htmx asks for the same address again on every change and takes the list out of it.
    """
    user = person(request)
    language = request.GET.get("language", "")
    open_cases = Case.objects.visible_to(user).exclude(state=State.CLOSED)
    cases = open_cases.select_related("holder", "call").with_unread().in_queue_order()
    if language in LANGUAGES:
        cases = cases.filter(language=language)
    context = {
        "languages": LANGUAGES.values(),
        "language": language,
        "key": _key_state(user),
        **_sections(list(cases), user),
    }
    return render(request, "cases/queue.html", context)


def _sections(cases: list[Case], user: User) -> dict[str, object]:
    waiting = [c for c in cases if c.state == State.WAITING or c.left_midway]
    return {
        "waiting": [(c, since(c.waiting_since or c.departed_at)) for c in waiting],
        "mine": [(c, since(c.claimed_at)) for c in cases if c.holder_id == user.pk],
        "others": [(c, since(c.claimed_at)) for c in cases if c.holder_id not in (None, user.pk)],
        "asked": [
            (c, since(c.opened_at)) for c in cases if c.state == State.INTAKE and not c.departure
        ],
        "urgent_count": sum(c.urgency == "urgent" for c in waiting),
        "longest_wait": longest([c.waiting_since for c in waiting]),
    }


def _key_state(user: User) -> str:
    key = current_key(user)
    if key is None:
        return "missing"
    return "signed" if is_signed(key) else "waiting"
