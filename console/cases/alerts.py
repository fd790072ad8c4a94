"""Alerts from the client's end: shown here, never answered towards the client.

One stays on the case until the holder or a lead says that they have seen it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from console.accounts.models import User
from console.cases.history import Happening, record
from console.cases.models import Case
from console.cases.steps import StepRefused
from console.live.channel import announce_after_commit
from undertone.streams.messages import AlertKind


@dataclass(frozen=True)
class AlertText:
    """How an alert is put into words."""

    title: str
    advice: str
    tag: str


TEXTS = {
    AlertKind.DURESS: AlertText(
        "Somebody else may be typing (second word)",
        "Say nothing of it in the chat. Write only what anybody may read.",
        "Second word",
    ),
    AlertKind.PROBING: AlertText(
        "Somebody tried words after the client left",
        "The chat showed them nothing. Whoever writes next may be somebody else.",
        "Words tried",
    ),
}
_FIELDS = {AlertKind.DURESS: "duress_at", AlertKind.PROBING: "probing_at"}


@dataclass(frozen=True)
class OpenAlert:
    """An alert that nobody has marked as seen."""

    what: AlertKind
    at: datetime

    @property
    def text(self) -> AlertText:
        """Its words."""
        return TEXTS[self.what]


def open_alerts(case: Case) -> list[OpenAlert]:
    """What is still to be seen, the gravest first."""
    found = [(what, getattr(case, field)) for what, field in _FIELDS.items()]
    return [OpenAlert(what, at) for what, at in found if at is not None]


def put_up(case: Case, what: AlertKind, at: datetime) -> None:
    """Show the alert on the case, in the caller's transaction."""
    setattr(case, _FIELDS[what], at)
    case.save()
    record(case, Happening.ALERT, what=what.value)
    announce_after_commit(case.team_id, case.pk, "alert")


def take_down(case: Case, user: User) -> None:
    """The holder or a lead has seen all alerts.

    Raises ``StepRefused`` for anybody else.
    """
    with transaction.atomic():
        found = Case.objects.select_for_update().get(pk=case.pk)
        if found.holder_id != user.pk and not user.is_lead:
            raise StepRefused("not_yours", "Only who holds the case can do this.")
        for alert in open_alerts(found):
            setattr(found, _FIELDS[alert.what], None)
            record(found, Happening.ALERT_SEEN, user, what=alert.what.value)
        found.save()
        announce_after_commit(found.team_id, found.pk, "alert_seen")
