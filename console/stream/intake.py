"""Takes in what the gateway says: one handler per message, each idempotent.

Raises where something is not there yet (a line for a case that never came); the bus then
delivers it again and in the end sets it aside, where leads see it.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from console.accounts.models import Team
from console.calls import steps as calls
from console.cases import alerts
from console.cases.history import Happening, record
from console.cases.models import Case, Envelope, Message, State, WrappedKey
from console.live.channel import announce_after_commit
from console.stream.models import SeenMessage
from undertone.streams.messages import (
    Alert,
    BadMessage,
    CallbackTask,
    CaseBrief,
    CaseState,
    ClientMessage,
    DeliveryReport,
    ExitNotice,
    StreamMessage,
)

log = logging.getLogger(__name__)


class NotHereYet(Exception):
    """The message speaks of something that the console has not been told of."""


def receive(message: StreamMessage) -> None:
    """Take in one message; a copy of one that was taken in before changes nothing.

    Raises ``BadMessage`` where an id or time cannot be read, ``NotHereYet`` where it is
    about a case or line that the console does not have.
    """
    with transaction.atomic():
        _, is_new = SeenMessage.objects.get_or_create(message_id=_uuid(message.message_id))
        if not is_new:
            return
        handler = _HANDLERS.get(type(message))
        if handler is None:
            raise BadMessage(f"{message.kind} does not come this way")
        handler(message)


def _brief(message: CaseBrief) -> None:
    case = Case.objects.select_for_update().filter(pk=_uuid(message.case_id)).first()
    is_new = case is None
    if case is None:
        case = _new_case(message)
    newest = case.current_envelope()
    if _keep_brief(case, message):
        _follow_session(case, message, newest)
    _take_over(case, message)
    case.save()
    if is_new:
        record(case, Happening.OPENED, urgency=case.urgency)
    announce_after_commit(case.team_id, case.pk, "brief")


def _new_case(message: CaseBrief) -> Case:
    case = Case(case_id=_uuid(message.case_id), team=Team.first(), opened_at=_time(message.at))
    case.state = State.INTAKE
    _take_over(case, message)
    case.save()
    return case


def _take_over(case: Case, message: CaseBrief) -> None:
    """What the queue sorts by, as the newest brief says."""
    case.urgency, case.language = message.urgency.value, message.language
    case.children = case.children or message.children
    if message.state == CaseState.WAITING and case.waiting_since is None:
        case.waiting_since = _time(message.at)
    if message.state == CaseState.WAITING and case.state == State.INTAKE:
        case.state = State.WAITING


def _keep_brief(case: Case, message: CaseBrief) -> bool:
    """Store the brief and its keys unless a later revision is there; True for a new data key."""
    envelope = Envelope.objects.filter(pk=_uuid(message.envelope_id)).first()
    if envelope is not None and envelope.case_id != case.pk:
        raise BadMessage("data key of another case")
    if envelope is not None and envelope.revision >= message.revision:
        return False
    is_new = envelope is None
    if envelope is None:
        envelope = Envelope(
            envelope_id=_uuid(message.envelope_id), case=case, opened_at=_time(message.at)
        )
    envelope.revision, envelope.brief = message.revision, message.sealed
    envelope.brief_at = _time(message.at)
    envelope.save()
    for recipient_id, sealed in message.wrapped_keys.items():
        WrappedKey.objects.update_or_create(
            envelope=envelope, recipient_id=_uuid(recipient_id), defaults={"sealed": sealed}
        )
    return is_new


def _follow_session(case: Case, message: CaseBrief, before: Envelope | None) -> None:
    """A new data key is a new session: whoever had left is back, a closed case opens again."""
    if before is None or _time(message.at) < before.opened_at:
        return
    if case.departure or case.state == State.CLOSED:
        record(case, Happening.RETURNED)
    case.departure, case.departed_at, case.survivors = "", None, 0
    if case.state == State.CLOSED:
        case.state, case.outcome, case.closed_at = State.INTAKE, "", None
        case.waiting_since = None


def _client_message(message: ClientMessage) -> None:
    case = _case(message)
    envelope = _envelope(case, message.envelope_id)
    Message.objects.create(
        message_id=_uuid(message.message_id),
        case=case,
        envelope=envelope,
        direction=Message.Direction.CLIENT,
        sealed=message.sealed,
        at=_time(message.at),
    )
    announce_after_commit(case.team_id, case.pk, "message")


def _delivery(report: DeliveryReport) -> None:
    case = _case(report)
    line = Message.objects.select_for_update().filter(message_id=_uuid(report.about), case=case)
    found = line.first()
    if found is None:
        raise NotHereYet
    at = _time(report.at)
    if found.delivery_at is not None and found.delivery_at > at:
        return
    found.delivery, found.delivery_at, found.spans = report.delivery.value, at, report.spans
    found.save()
    announce_after_commit(case.team_id, case.pk, "delivery")


def _exit(notice: ExitNotice) -> None:
    case = _case(notice)
    at = _time(notice.at)
    newest = case.current_envelope()
    if newest is not None and newest.opened_at > at:
        return  # an exit from a session before the one that runs now
    case.departure, case.departed_at = notice.departure.value, at
    case.survivors = max(0, notice.survivors)
    case.save()
    record(case, Happening.DEPARTED, departure=case.departure, survivors=case.survivors)
    announce_after_commit(case.team_id, case.pk, "departed")


def _alert(alert: Alert) -> None:
    alerts.put_up(_case(alert), alert.what, _time(alert.at))


def _callback(task: CallbackTask) -> None:
    case, said_at = _case(task), _time(task.at)
    if task.cancelled:
        calls.call_off(case, said_at)
        return
    starts, ends = _time(task.starts), _time(task.ends)
    if not starts < ends or task.attempts < 1:
        raise BadMessage("a call without a window or an attempt")
    agreed = calls.Agreed(
        message_id=_uuid(task.message_id),
        envelope=_envelope(case, task.envelope_id),
        starts=starts,
        ends=ends,
        attempts=task.attempts,
        voicemail=task.voicemail,
        sealed=task.sealed,
        said_at=said_at,
    )
    calls.agree(case, agreed)


def _envelope(case: Case, envelope_id: str) -> Envelope:
    envelope: Envelope | None = case.envelopes.filter(pk=_uuid(envelope_id)).first()
    if envelope is None:
        raise NotHereYet
    return envelope


def _case(message: StreamMessage) -> Case:
    case = Case.objects.select_for_update().filter(pk=_uuid(message.case_id)).first()
    if case is None:
        raise NotHereYet
    return case


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise BadMessage("an id is not a UUID") from error


def _time(text: str) -> datetime:
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadMessage("a time cannot be read") from error
    return when if when.tzinfo else when.replace(tzinfo=UTC)


_HANDLERS: dict[type[StreamMessage], Callable[[Any], None]] = {
    CaseBrief: _brief,
    ClientMessage: _client_message,
    DeliveryReport: _delivery,
    ExitNotice: _exit,
    Alert: _alert,
    CallbackTask: _callback,
}
