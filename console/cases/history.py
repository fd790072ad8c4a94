"""What happened to a case: rows that are added and never changed."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models

from console.accounts.models import User
from console.cases.models import Case


class RowIsFinal(Exception):
    """Somebody tried to change or remove a row of the history."""


class Happening(models.TextChoices):
    """What is recorded."""

    OPENED = "opened", "Opened"
    RETURNED = "returned", "Client came back"
    DEPARTED = "departed", "Client left"
    CLAIMED = "claimed", "Claimed"
    RELEASED = "released", "Given back"
    CLOSED = "closed", "Closed"
    BRIEF_READ = "brief_read", "Brief handed out"
    MESSAGES_READ = "messages_read", "Messages handed out"
    MESSAGE_WRITTEN = "message_written", "Message written"
    ALERT = "alert", "Alert"
    ALERT_SEEN = "alert_seen", "Alert seen"
    CALL_AGREED = "call_agreed", "Call agreed"
    CALL_CANCELLED = "call_cancelled", "Call cancelled by the client"
    NUMBER_READ = "number_read", "Number handed out"
    CALL_TRIED = "call_tried", "Call"
    RESEALED = "resealed", "Sealed again with the recovery key"


DETAILS = {
    "probing": "somebody tried words after the client left",
    "duress": "somebody else may be typing",
    "reached": "reached",
    "no_answer": "no answer",
    "wrong_person": "wrong person",
    "missed": "missed",
    "cancelled": "cancelled",
}
"""Codes that are read out in the history, beside what happened."""
_CODE_IN = {
    Happening.ALERT.value: "what",
    Happening.ALERT_SEEN.value: "what",
    Happening.CALL_TRIED.value: "outcome",
}


class FinalQuerySet(models.QuerySet["CaseEvent"]):
    """Refuses changes in bulk."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise RowIsFinal

    def delete(self) -> NoReturn:
        raise RowIsFinal


class CaseEvent(models.Model):
    """One thing that happened; ``actor`` is empty where it was not somebody who signed in."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    kind = models.CharField(max_length=24, choices=Happening.choices)
    at = models.DateTimeField(auto_now_add=True)
    detail = models.JSONField(default=dict, blank=True)

    objects: ClassVar[Any] = FinalQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a second save is refused."""
        if self.pk is not None:
            raise RowIsFinal
        super().save(*args, **kwargs)

    @property
    def text(self) -> str:
        """What happened, in words."""
        said = Happening(self.kind).label
        code = self.detail.get(_CODE_IN.get(self.kind, ""))
        return f"{said}: {DETAILS.get(code, code)}" if code else said

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise RowIsFinal


def record(case: Case, kind: Happening, actor: User | None = None, **detail: int | str) -> None:
    """Add a row; ``detail`` holds numbers and codes, never anything that somebody wrote."""
    CaseEvent.objects.create(case=case, kind=kind, actor=actor, detail=detail)
