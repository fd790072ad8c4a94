"""What is sealed, handed to the holder's browser as JSON; every handing out is recorded."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_http_methods, require_safe

from console.accounts.models import User
from console.calls.shown import call_of
from console.cases import steps
from console.cases.history import Happening, record
from console.cases.models import Case, Message, WrappedKey
from console.cases.sealed import NotSealed
from console.cases.views.case import case_for
from console.keys.signed import current_key


@require_safe
def briefs(request: HttpRequest, case_id: uuid.UUID) -> JsonResponse:
    """The sealed briefs, newest session first, with the keys sealed to the holder."""
    case, user = case_for(request, case_id)
    if case.holder_id != user.pk:
        return _refused("not_yours", "You do not hold this case.", 403)
    envelopes = list(case.envelopes.order_by("-opened_at", "-pk"))
    answer = {
        "case_id": str(case.pk),
        "briefs": [
            {
                "envelope_id": str(envelope.pk),
                "revision": envelope.revision,
                "sealed": envelope.brief,
                "at": envelope.brief_at.isoformat(),
            }
            for envelope in envelopes
        ],
        "keys": _keys(case, user),
    }
    newest = envelopes[0].revision if envelopes else 0
    record(case, Happening.BRIEF_READ, user, sessions=len(envelopes), revision=newest)
    return JsonResponse(answer)


@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest, case_id: uuid.UUID) -> JsonResponse:
    """GET: lines after ``?after=`` and the delivery of all; POST: one line, already sealed."""
    case, user = case_for(request, case_id)
    if case.holder_id != user.pk:
        return _refused("not_yours", "You no longer hold this case.", 403)
    if request.method == "POST":
        return _write(request, case, user)
    after = request.GET.get("after", "0")
    lines = list(case.messages.filter(pk__gt=int(after) if after.isdecimal() else 0))
    if lines:
        record(case, Happening.MESSAGES_READ, user, lines=len(lines), last=lines[-1].pk)
        Case.objects.filter(pk=case.pk).update(read_up_to=lines[-1].pk)
    envelope, call = case.current_envelope(), call_of(case)
    answer = {
        "here": case.client_is_here,
        "departure": case.departure,
        "envelope_id": str(envelope.pk) if envelope else None,
        "keys": _keys(case, user),
        "call": call.version if call else "",
        "lines": [_line(line) for line in lines],
        "deliveries": [_delivery(line) for line in case.messages.exclude(delivery="")],
    }
    return JsonResponse(answer)


def _write(request: HttpRequest, case: Case, user: User) -> JsonResponse:
    try:
        line = _posted(request)
        stored = steps.write(case, user, line)
    except (NotSealed, ValueError, KeyError, TypeError):
        return _refused("malformed", "This line could not be stored. Load the page again.", 400)
    except steps.StepRefused as refusal:
        return _refused(refusal.code, refusal.text, 409)
    return JsonResponse(_line(stored) | _delivery(stored), status=201)


def _posted(request: HttpRequest) -> steps.Line:
    body = json.loads(request.body)
    return steps.Line(
        message_id=uuid.UUID(str(body["message_id"])),
        envelope_id=uuid.UUID(str(body["envelope_id"])),
        sealed=str(body["sealed"]),
    )


def _keys(case: Case, user: User) -> dict[str, str]:
    """Envelope id → its data key sealed to the user's current key."""
    key = current_key(user)
    if key is None:
        return {}
    wrapped = WrappedKey.objects.filter(envelope__case=case, recipient_id=key.recipient_id)
    return {str(entry.envelope_id): entry.sealed for entry in wrapped}


def _line(line: Message) -> dict[str, Any]:
    return {
        "number": line.pk,
        "message_id": str(line.message_id),
        "kind": line.direction,
        "envelope_id": str(line.envelope_id),
        "sealed": line.sealed,
        "at": line.at.isoformat(),
    }


def _delivery(line: Message) -> dict[str, Any]:
    return {
        "message_id": str(line.message_id),
        "delivery": line.delivery,
        "spans": line.spans,
    }


def _refused(code: str, text: str, status: int) -> JsonResponse:
    return JsonResponse({"error": code, "text": text}, status=status)
