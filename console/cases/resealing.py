"""Cases that nobody but the recovery key can open, sealed to an officer as well."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from console.accounts.models import User
from console.cases.history import Happening, record
from console.cases.models import Case, Envelope, State, WrappedKey
from undertone.sealing.errors import Tampered
from undertone.sealing.resealing import Resealer

log = logging.getLogger(__name__)


@dataclass
class Count:
    """What was done: cases that the officer can open now, and sessions that did not open."""

    cases: int = 0
    failed: int = 0


def reseal_open_cases(officer: User, resealer: Resealer) -> Count:
    """Seal every session of the team's open cases to the officer, where it is not yet.

    Each case by itself: one that was tampered with keeps none of the others back.
    """
    count = Count()
    for case in Case.objects.visible_to(officer).exclude(state=State.CLOSED):
        with transaction.atomic():
            done = sum(_reseal(wrapped, resealer, count) for wrapped in _wanting(case, resealer))
            if done:
                record(case, Happening.RESEALED, officer, sessions=done)
                count.cases += 1
    return count


def _wanting(case: Case, resealer: Resealer) -> Iterator[WrappedKey]:
    """The recovery key's copies of data keys that the officer has no copy of."""
    theirs: QuerySet[WrappedKey] = WrappedKey.objects.filter(recipient_id=resealer.reader.id)
    missing = Envelope.objects.filter(case=case).exclude(wrapped_keys__in=theirs)
    copies = WrappedKey.objects.filter(envelope__in=missing, recipient_id=resealer.recovery.id)
    yield from copies.select_related("envelope")


def _reseal(wrapped: WrappedKey, resealer: Resealer, count: Count) -> int:
    envelope = wrapped.envelope
    try:
        sealed = resealer.reseal(
            wrapped.sealed, case_id=str(envelope.case_id), envelope_id=str(envelope.pk)
        )
    except Tampered:
        log.error("a session of case %s does not open with the recovery key", envelope.case_id)
        count.failed += 1
        return 0
    recipient_id = UUID(resealer.reader.id)
    WrappedKey.objects.create(envelope=envelope, recipient_id=recipient_id, sealed=sealed)
    return 1
