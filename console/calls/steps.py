"""What happens to a call: agreed, called off, number opened, tried.

Each step changes the call and adds to the case's history in one transaction. Nothing here
reaches the client: a call is made by a person on a telephone.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from console.accounts.models import User
from console.calls.models import Call, Outcome, State
from console.cases.history import Happening, record
from console.cases.models import Case, Envelope
from console.cases.steps import StepRefused
from console.live.channel import announce_after_commit
from undertone.uk_windows import UK

ONE_MORE_DAY = frozenset({Outcome.NO_ANSWER, Outcome.WRONG_PERSON, Outcome.MISSED})
"""After these it is tried again in the same window of the next day, while attempts are left."""
_ENDS_AS = {Outcome.REACHED: State.DONE, Outcome.CANCELLED: State.DROPPED}


@dataclass(frozen=True)
class Agreed:
    """What the client agreed to."""

    message_id: uuid.UUID
    envelope: Envelope
    starts: datetime
    ends: datetime
    attempts: int
    voicemail: bool
    sealed: str
    said_at: datetime


def agree(case: Case, agreed: Agreed) -> None:
    """Keep the call in place of an earlier one; what was said earlier never replaces it."""
    before = Call.objects.filter(case=case).first()
    if before is not None and before.said_at > agreed.said_at:
        return
    fresh = {"tried": 0, "state": State.OPEN}
    Call.objects.update_or_create(case=case, defaults=vars(agreed) | fresh)
    record(case, Happening.CALL_AGREED, attempts=agreed.attempts)
    announce_after_commit(case.team_id, case.pk, "callback")


def call_off(case: Case, said_at: datetime) -> None:
    """The client does not want it any more; its number is forgotten."""
    call = Call.objects.filter(case=case, state=State.OPEN, said_at__lte=said_at).first()
    if call is None:
        return
    call.said_at = said_at
    _end(call, State.CANCELLED)
    record(case, Happening.CALL_CANCELLED)
    announce_after_commit(case.team_id, case.pk, "callback")


def hand_out_number(case: Case, user: User) -> Call:
    """The call with its sealed number, for the holder who is about to ring.

    Raises ``StepRefused`` where the user does not hold the case or it is not the agreed time.
    """
    with transaction.atomic():
        call = _held_call(case, user)
        if call.timing != "now":
            raise StepRefused("not_now", f"This call is agreed for {call.window}. Do not ring now.")
        record(case, Happening.NUMBER_READ, user, attempt=call.tried + 1)
        return call


def tried(case: Case, user: User, outcome: Outcome) -> Call:
    """Keep what became of the call; counts an attempt where somebody rang or should have.

    Raises ``StepRefused`` where the user does not hold the case, the call is over, or the
    outcome does not go with the time.
    """
    with transaction.atomic():
        call = _held_call(case, user)
        if outcome is not Outcome.CANCELLED and call.timing == "later":
            raise StepRefused("too_early", f"This call is agreed for {call.window}.")
        if outcome is Outcome.MISSED and call.timing != "overdue":
            raise StepRefused("not_over", "The time for this call is not over yet.")
        if outcome in ONE_MORE_DAY:
            _count(call)
        else:
            call.tried += outcome is Outcome.REACHED
            _end(call, _ENDS_AS[outcome])
        record(case, Happening.CALL_TRIED, user, outcome=outcome.value, attempt=call.tried)
        announce_after_commit(case.team_id, case.pk, "callback")
        return call


def _held_call(case: Case, user: User) -> Call:
    found = Case.objects.select_for_update().get(pk=case.pk)
    if found.holder_id != user.pk:
        raise StepRefused("not_yours", "You do not hold this case.")
    call: Call | None = Call.objects.select_for_update().filter(case=found).first()
    if call is None or call.state != State.OPEN:
        raise StepRefused("no_call", "There is no call to be made any more.")
    return call


def _count(call: Call) -> None:
    """One attempt less. Windows that went by without a call count as well."""
    now = timezone.now()
    _a_day_on(call)
    while call.tried < call.attempts and call.ends <= now:
        _a_day_on(call)
    if call.tried >= call.attempts:
        _end(call, State.USED_UP)
    call.save()


def _a_day_on(call: Call) -> None:
    call.tried += 1
    call.starts, call.ends = _next_day(call.starts), _next_day(call.ends)


def _next_day(moment: datetime) -> datetime:
    """The same time by the clock in London on the next day."""
    local = moment.astimezone(UK)
    return datetime.combine(local.date() + timedelta(days=1), local.time(), UK).astimezone(UTC)


def _end(call: Call, state: State) -> None:
    call.state, call.sealed = state, ""
    call.save()
