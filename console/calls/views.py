"""The list of calls, the call of one case, its number, and what became of it."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from console.accounts.access import person
from console.calls import steps
from console.calls.models import Call, Outcome
from console.calls.shown import call_context
from console.cases.models import WrappedKey
from console.cases.steps import StepRefused
from console.cases.views.case import case_for
from console.keys.models import OfficerKey

NOTE_FOR = timedelta(hours=24)
"""How long the list still says that a client called a call off."""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All calls of the team that are to be made; renews itself as the queue does."""
    user = person(request)
    calls = Call.objects.of_team(user)
    context = {
        "calls": list(calls.to_be_made()),
        "called_off": list(calls.called_off_since(timezone.now() - NOTE_FOR)),
    }
    return render(request, "calls/calls.html", context)


@require_safe
def section(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The call of a case as a fragment, asked for again when it changed."""
    case, user = case_for(request, case_id)
    return render(request, "calls/call.html", {"case": case, **call_context(case, user)})


@require_POST
def number(request: HttpRequest, case_id: uuid.UUID) -> JsonResponse:
    """The sealed number for the holder's browser, once they said that they are about to ring."""
    case, user = case_for(request, case_id)
    try:
        call = steps.hand_out_number(case, user)
    except StepRefused as refusal:
        return JsonResponse({"error": refusal.code, "text": refusal.text}, status=409)
    keys = OfficerKey.objects.filter(officer=user, retired_at=None).values("recipient_id")
    wrapped = WrappedKey.objects.filter(envelope=call.envelope_id, recipient_id__in=keys).first()
    answer = {
        "envelope_id": str(call.envelope_id),
        "message_id": str(call.message_id),
        "wrapped": wrapped.sealed if wrapped else None,
        "sealed": call.sealed,
    }
    return JsonResponse(answer)


@require_POST
def outcome(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """What became of the call."""
    case, user = case_for(request, case_id)
    try:
        call = steps.tried(case, user, Outcome(request.POST.get("outcome", "")))
    except ValueError:
        messages.error(request, "Press one of the outcomes.")
    except StepRefused as refusal:
        messages.error(request, refusal.text)
    else:
        again = f" Next: {call.window}." if call.timing else ""
        messages.success(request, f"The call was noted.{again}")
    return redirect("case", case_id=case.pk)
