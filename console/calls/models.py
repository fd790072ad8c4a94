"""One agreed call of a case. The number is sealed; what is in the clear says when to ring."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, QuerySet
from django.utils import timezone

from console.accounts.models import User
from console.cases.models import Case, Envelope
from console.cases.models import State as CaseState
from undertone.uk_windows import UK


class State(models.TextChoices):
    """Where a call stands."""

    OPEN = "open", "To be made"
    DONE = "done", "Made"
    USED_UP = "used_up", "Nobody was reached"
    DROPPED = "dropped", "Cancelled here"
    CANCELLED = "cancelled", "Cancelled by the client"


class Outcome(models.TextChoices):
    """What became of one attempt; a fixed list, so that nothing is written in the clear."""

    REACHED = "reached", "Reached"
    NO_ANSWER = "no_answer", "No answer"
    WRONG_PERSON = "wrong_person", "Wrong person"
    MISSED = "missed", "Missed: nobody rang"
    CANCELLED = "cancelled", "Cancelled"


class CallQuerySet(QuerySet["Call"]):
    """Questions that pages ask about calls."""

    def of_team(self, user: User) -> CallQuerySet:
        """Calls of open cases of the user's team."""
        ours = self.filter(case__team_id=user.team_id).exclude(case__state=CaseState.CLOSED)
        return ours.select_related("case", "case__holder")

    def to_be_made(self) -> CallQuerySet:
        """Open ones, the earliest end first: what is overdue, then what is due."""
        return self.filter(state=State.OPEN).order_by(F("ends").asc(), "pk")

    def called_off_since(self, moment: datetime) -> CallQuerySet:
        """Those that the client cancelled after ``moment``."""
        return self.filter(state=State.CANCELLED, changed_at__gt=moment).order_by("-changed_at")


class Call(models.Model):
    """The newest call that was agreed about a case."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="call")
    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="+")
    message_id = models.UUIDField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField()
    tried = models.PositiveSmallIntegerField(default=0)
    voicemail = models.BooleanField()
    sealed = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    said_at = models.DateTimeField()
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = CallQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case_id} {self.starts.isoformat()}"

    @property
    def version(self) -> str:
        """Changes with whatever a page shows of it."""
        return f"{self.message_id}.{self.tried}.{self.state}.{self.timing}"

    @property
    def attempts_left(self) -> int:
        """How often it may still be tried."""
        return max(0, self.attempts - self.tried)

    @property
    def timing(self) -> str:
        """``later``, ``now`` or ``overdue``; empty once nobody is to ring any more."""
        if self.state != State.OPEN:
            return ""
        now = timezone.now()
        if now < self.starts:
            return "later"
        return "now" if now < self.ends else "overdue"

    @property
    def window(self) -> str:
        """The window by the clock in London: ``Mon 23 Nov, 9:00–12:00``."""
        begin, end = self.starts.astimezone(UK), self.ends.astimezone(UK)
        day = f"{begin:%a} {begin.day} {begin:%b}"
        return f"{day}, {begin.hour}:{begin:%M}–{end.hour}:{end:%M}"
