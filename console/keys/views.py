"""The page on which an officer makes a key pair; the browser does the making."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from console.accounts.access import person
from console.accounts.models import User
from console.keys.models import OfficerKey
from console.keys.signed import current_key, is_signed
from undertone.sealing.errors import SealingError
from undertone.sealing.keys import fingerprint, read_public_key

_SEED_FIELDS = {"v": int, "kdf": str, "iterations": int, "salt": str, "nonce": str, "ct": str}
_LEAST_ITERATIONS = 600_000


class NotAKey(Exception):
    """What was posted is not a public key with its wrapped seed."""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """State of the key: none yet, waiting to be signed, or signed."""
    key = current_key(person(request))
    context = {
        "key": key,
        "groups": fingerprint(key.public_key).split() if key else [],
        "signed": is_signed(key) if key else False,
        "renew": request.GET.get("new") == "1",
    }
    return render(request, "keys/key.html", context)


@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """Keep the public key and the wrapped seed; an earlier pair is retired."""
    user = person(request)
    try:
        key = _posted(request.body)
    except NotAKey:
        return JsonResponse(
            {"error": "malformed", "text": "The key could not be kept."}, status=400
        )
    key.officer = user
    try:
        with transaction.atomic():
            _retire(user)
            key.save(force_insert=True)
    except IntegrityError:
        return JsonResponse({"error": "taken", "text": "Make the key again."}, status=409)
    return JsonResponse({"fingerprint": fingerprint(key.public_key)}, status=201)


def _retire(user: User) -> None:
    OfficerKey.objects.filter(officer=user, retired_at=None).update(retired_at=timezone.now())


def _posted(body: bytes) -> OfficerKey:
    try:
        posted = json.loads(body)
        recipient_id = uuid.UUID(str(posted["recipient_id"]))
        public_key = str(posted["public_key"])
        read_public_key(public_key)
        wrapped = _wrapped(posted["wrapped_seed"])
    except (ValueError, KeyError, TypeError, SealingError) as error:
        raise NotAKey from error
    return OfficerKey(recipient_id=recipient_id, public_key=public_key, wrapped_seed=wrapped)


def _wrapped(value: Any) -> dict[str, Any]:
    """Exactly the agreed fields: a seed slipped in beside them must not be stored."""
    if not isinstance(value, dict) or set(value) != set(_SEED_FIELDS):
        raise NotAKey
    if any(type(value[name]) is not kind for name, kind in _SEED_FIELDS.items()):
        raise NotAKey
    if value["v"] != 1 or value["iterations"] < _LEAST_ITERATIONS or len(value["ct"]) != 64:
        raise NotAKey
    return value
