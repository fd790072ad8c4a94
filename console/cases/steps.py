"""What somebody does with a case: claim, give back, close, write.

Each step changes the case, adds to its history and fills the outbox in one transaction.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from console.accounts.models import User
from console.cases.history import Happening, record
from console.cases.models import QUEUED, Case, Envelope, Message, Outcome, State, WrappedKey
from console.cases.sealed import must_be_sealed
from console.keys.signed import current_key
from console.live.channel import announce_after_commit
from console.stream import outbox
from undertone.streams.messages import CaseClaimed, CaseClosed, CaseReleased, OfficerMessage


class StepRefused(Exception):
    """The step cannot be done; ``code`` says why, the text is for the page."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def claim(case: Case, user: User) -> None:
    """Make ``user`` the holder; of several who try at once exactly one succeeds.

    Raises ``StepRefused`` where it is held already, not for claiming, or not sealed to them.
    """
    if not can_open(case, user):
        raise StepRefused("not_sealed_to_you", "This case was not sealed to your key.")
    with transaction.atomic():
        won = (
            Case.objects.claimable()
            .filter(pk=case.pk, team_id=user.team_id)
            .update(state=State.HELD, holder=user, claimed_at=timezone.now())
        )
        if not won:
            raise _why_not(case)
        record(case, Happening.CLAIMED, user)
        outbox.put(CaseClaimed(**outbox.stamp(case.pk)))
        announce_after_commit(case.team_id, case.pk, "claimed")


def release(case: Case, user: User) -> None:
    """Give the case back to the queue; a lead may do it for somebody else.

    Raises ``StepRefused`` where ``user`` may not, or nobody holds it.
    """
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=case.pk)
        if held.holder_id is None:
            raise StepRefused("not_held", "Nobody holds this case any more.")
        if held.holder_id != user.pk and not user.is_lead:
            raise StepRefused("not_yours", "Somebody else holds this case.")
        before = held.holder_id
        held.holder, held.claimed_at, held.state = None, None, State.WAITING
        held.waiting_since = held.waiting_since or timezone.now()
        held.save()
        record(held, Happening.RELEASED, user, held_by=before)
        outbox.put(CaseReleased(**outbox.stamp(held.pk)))
        announce_after_commit(held.team_id, held.pk, "released")


def close(case: Case, user: User, outcome: Outcome) -> None:
    """End the case with an outcome; the client's chat is wiped by the gateway.

    Raises ``StepRefused`` where ``user`` does not hold it.
    """
    with transaction.atomic():
        held = _held_by(case, user)
        held.state, held.holder = State.CLOSED, None
        held.outcome, held.closed_at = outcome, timezone.now()
        held.save()
        record(held, Happening.CLOSED, user, outcome=outcome.value)
        outbox.put(CaseClosed(**outbox.stamp(held.pk)))
        announce_after_commit(held.team_id, held.pk, "closed")


@dataclass(frozen=True)
class Line:
    """An officer's line as the browser sealed it."""

    message_id: uuid.UUID
    envelope_id: uuid.UUID
    sealed: str


def write(case: Case, user: User, line: Line) -> Message:
    """Store the line and put it into the outbox; the same line twice is stored once.

    Raises ``StepRefused`` where the user does not hold the case, the client is gone or the
    session has changed; ``NotSealed`` where the text does not look sealed.
    """
    must_be_sealed(line.sealed)
    with transaction.atomic():
        held = _held_by(case, user)
        before = Message.objects.filter(message_id=line.message_id).first()
        if before is not None:
            if before.case_id != held.pk or before.sealed != line.sealed:
                raise StepRefused("id_taken", "This line could not be stored. Send it again.")
            return before
        envelope = _open_envelope(held, line)
        stored = _store(held, user, envelope, line)
        record(held, Happening.MESSAGE_WRITTEN, user, message=stored.pk)
        announce_after_commit(held.team_id, held.pk, "message")
        return stored


def _store(case: Case, user: User, envelope: Envelope, line: Line) -> Message:
    fields = outbox.stamp(case.pk, line.message_id)
    outbox.put(OfficerMessage(envelope_id=str(envelope.envelope_id), sealed=line.sealed, **fields))
    return Message.objects.create(
        message_id=line.message_id,
        case=case,
        envelope=envelope,
        direction=Message.Direction.OFFICER,
        author=user,
        sealed=line.sealed,
        at=timezone.now(),
        delivery=QUEUED,
    )


def can_open(case: Case, user: User) -> bool:
    """Whether the data key of the newest session was sealed to the user's current key."""
    key, envelope = current_key(user), case.current_envelope()
    if key is None or envelope is None:
        return False
    return WrappedKey.objects.filter(envelope=envelope, recipient_id=key.recipient_id).exists()


def _held_by(case: Case, user: User) -> Case:
    held: Case = Case.objects.select_for_update().get(pk=case.pk)
    if held.holder_id != user.pk:
        raise StepRefused("not_yours", "You no longer hold this case.")
    return held


def _open_envelope(case: Case, line: Line) -> Envelope:
    if not case.client_is_here:
        raise StepRefused("departed", "The client has left. Nothing can be sent.")
    envelope = case.current_envelope()
    if envelope is None or envelope.envelope_id != line.envelope_id:
        raise StepRefused("new_session", "The client started again. Load the page and resend.")
    return envelope


def _why_not(case: Case) -> StepRefused:
    now = Case.objects.select_related("holder").get(pk=case.pk)
    if now.holder is not None:
        return StepRefused("taken", f"{now.holder.name} took this case before you.")
    if now.state == State.CLOSED:
        return StepRefused("closed", "This case is closed.")
    return StepRefused("not_ready", "The client is still being asked. Wait until they are through.")
