"""One case: its page, its facts as a live fragment, and the steps."""

from __future__ import annotations

import json
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from console.accounts.access import person
from console.accounts.models import User
from console.calls.shown import call_context, call_of
from console.cases import alerts, steps
from console.cases.forms import CloseForm
from console.cases.models import Case, State
from console.cases.waiting import since
from console.keys.signed import current_key
from undertone.languages import DEFAULT, LANGUAGES
from undertone.phrases import offered_in


def case_for(request: HttpRequest, case_id: uuid.UUID) -> tuple[Case, User]:
    """The case where it is the user's team's; 404 for all others, as if it were not there."""
    user = person(request)
    visible = Case.objects.visible_to(user).select_related("holder")
    return get_object_or_404(visible, pk=case_id), user


@require_safe
def page(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Everything about the case; what is sealed is asked for by the browser afterwards."""
    case, user = case_for(request, case_id)
    return render(request, "cases/case.html", _context(case, user))


@require_safe
def facts(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """State, language and times, as a fragment that follows every change."""
    case, user = case_for(request, case_id)
    return render(request, "cases/facts.html", _context(case, user))


@require_POST
def claim(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Take the case; whoever comes second is told who was first."""
    case, user = case_for(request, case_id)
    try:
        steps.claim(case, user)
    except steps.StepRefused as refusal:
        messages.error(request, refusal.text)
    return redirect("case", case_id=case.pk)


@require_POST
def release(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Give the case back to the queue."""
    case, user = case_for(request, case_id)
    try:
        steps.release(case, user)
    except steps.StepRefused as refusal:
        messages.error(request, refusal.text)
        return redirect("case", case_id=case.pk)
    messages.success(request, f"Case {case.reference} is back in the queue.")
    return redirect("queue")


@require_POST
def alerts_seen(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Take the alerts off the page; the history keeps them."""
    case, user = case_for(request, case_id)
    try:
        alerts.take_down(case, user)
    except steps.StepRefused as refusal:
        messages.error(request, refusal.text)
    return redirect("case", case_id=case.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Ask for the outcome, then close."""
    case, user = case_for(request, case_id)
    if case.holder_id != user.pk:
        messages.error(request, "You do not hold this case.")
        return redirect("case", case_id=case.pk)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        steps.close(case, user, form.outcome)
        messages.success(request, f"Case {case.reference} is closed.")
        return redirect("queue")
    return render(request, "cases/close.html", {"case": case, "form": form, "call": call_of(case)})


def _context(case: Case, user: User) -> dict[str, object]:
    key = current_key(user)
    claimable = Case.objects.claimable().filter(pk=case.pk).exists()
    is_holder = case.holder_id == user.pk
    return {
        "case": case,
        "is_holder": is_holder,
        "alerts": alerts.open_alerts(case),
        "may_take_down": is_holder or user.is_lead,
        "claimable": claimable,
        "can_open": steps.can_open(case, user),
        "key": key,
        "wrapped_seed": json.dumps(key.wrapped_seed) if key else "",
        "waiting_for": since(case.waiting_since) if case.state == State.WAITING else "",
        "held_for": since(case.claimed_at),
        "history": case.events.select_related("actor").order_by("-pk")[:50],
        **call_context(case, user),
        **_phrases(case),
    }


def _phrases(case: Case) -> dict[str, object]:
    """Phrases in the client's language; in English where this release does not know it."""
    language = LANGUAGES.get(case.language, DEFAULT)
    groups = offered_in(language.code)
    unreviewed = any(not each.reviewed for group in groups for each in group.phrases)
    return {
        "phrases": groups,
        "phrases_language": language,
        "phrases_unreviewed": unreviewed,
    }
