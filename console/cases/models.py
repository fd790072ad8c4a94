"""Cases and what belongs to them. Content is sealed; what is in the clear sorts the queue."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value, When

from console.accounts.models import Team, User
from undertone.languages import LANGUAGES
from undertone.streams.messages import Delivery, Departure
from undertone.streams.messages import Urgency as UrgencyOnWire


class State(models.TextChoices):
    """Where a case stands."""

    INTAKE = "intake", "Still being asked"
    WAITING = "waiting", "Waiting"
    HELD = "held", "Held"
    CLOSED = "closed", "Closed"


class Outcome(models.TextChoices):
    """How a case ended; a fixed list, so that nothing is written in the clear."""

    PASSED_ON = "passed_on", "Passed to the Home Office safeguarding hub"
    REFERRED = "referred", "Referred to another agency"
    MOVED = "moved", "Moved, or a move has been agreed"
    STAYING = "staying", "Staying, with support agreed"
    ADVISED = "advised", "Numbers and advice given, nothing more wanted"
    DECLINED = "declined", "Did not want to go on"
    NO_CONTACT = "no_contact", "Could not be reached again"
    NOT_FOR_US = "not_for_us", "Not for this service"
    DUPLICATE = "duplicate", "Same person as another case"


URGENCY_RANK = {UrgencyOnWire.URGENT: 0, UrgencyOnWire.SOON: 1, UrgencyOnWire.ROUTINE: 2}
URGENCY = [(u.value, u.value.capitalize()) for u in UrgencyOnWire]
DEPARTURE = [(d.value, d.value.capitalize()) for d in Departure]
QUEUED, SENT = "queued", "sent"
DELIVERY = [(QUEUED, "Waiting to be sent"), (SENT, "Sent")] + [
    (d.value, d.value.capitalize()) for d in Delivery
]


class CaseQuerySet(QuerySet["Case"]):
    """Questions that pages ask about cases."""

    def visible_to(self, user: User) -> CaseQuerySet:
        """Cases of the user's team."""
        return self.filter(team_id=user.team_id)

    def in_queue_order(self) -> CaseQuerySet:
        """Urgent ones first, then the longest wait."""
        ranks = [When(urgency=name, then=Value(rank)) for name, rank in URGENCY_RANK.items()]
        ranked = self.annotate(rank=models.Case(*ranks, default=Value(9)))
        return ranked.order_by("rank", F("waiting_since").asc(nulls_last=True), "opened_at")

    def with_unread(self) -> CaseQuerySet:
        """Each case with ``unread``: the client wrote something that the holder has not seen."""
        newer = Message.objects.filter(
            case=OuterRef("pk"), direction=Message.Direction.CLIENT, pk__gt=OuterRef("read_up_to")
        )
        return self.annotate(unread=Exists(newer))

    def claimable(self) -> CaseQuerySet:
        """Waiting for somebody, or left midway and held by nobody."""
        left_midway = Q(state=State.INTAKE) & ~Q(departure="")
        return self.filter(Q(state=State.WAITING) | left_midway, holder=None)


class Case(models.Model):
    """One client's case."""

    case_id = models.UUIDField(primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="cases")
    state = models.CharField(max_length=16, choices=State.choices)
    urgency = models.CharField(max_length=16, choices=URGENCY)
    language = models.CharField(max_length=16)
    children = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True, blank=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="held_cases",
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    read_up_to = models.PositiveBigIntegerField(default=0)
    departure = models.CharField(max_length=16, choices=DEPARTURE, blank=True, default="")
    departed_at = models.DateTimeField(null=True, blank=True)
    survivors = models.PositiveIntegerField(default=0)
    probing_at = models.DateTimeField(null=True, blank=True)
    duress_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.HELD, holder__isnull=False)
                | (~Q(state=State.HELD) & Q(holder__isnull=True)),
                name="held_exactly_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["team", "state"])]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What people call the case: eight characters that say nothing."""
        text = self.case_id.hex[:8].upper()
        return f"{text[:4]}-{text[4:]}"

    @property
    def language_name(self) -> str:
        """The language in English; the bare code where this release does not know it."""
        known = LANGUAGES.get(self.language)
        return known.english if known else self.language

    @property
    def client_is_here(self) -> bool:
        """Whether something can be sent to the client."""
        return not self.departure and self.state != State.CLOSED

    @property
    def left_midway(self) -> bool:
        """The client went before the questions were through."""
        return self.state == State.INTAKE and bool(self.departure)

    def current_envelope(self) -> Envelope | None:
        """The data key that the client's session uses now."""
        return self.envelopes.order_by("-opened_at", "-pk").first()


class Envelope(models.Model):
    """One data key of a case, with the newest brief sealed under it."""

    envelope_id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="envelopes")
    opened_at = models.DateTimeField()
    revision = models.PositiveIntegerField()
    brief = models.TextField()
    brief_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.envelope_id)


class WrappedKey(models.Model):
    """The data key of an envelope, sealed to one recipient."""

    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="wrapped_keys")
    recipient_id = models.UUIDField(db_index=True)
    sealed = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["envelope", "recipient_id"], name="one_wrapped_key_per_recipient"
            )
        ]

    def __str__(self) -> str:
        return str(self.recipient_id)


class Message(models.Model):
    """One line of the relay, sealed."""

    class Direction(models.TextChoices):
        """Who wrote it."""

        CLIENT = "client_message", "Client"
        OFFICER = "officer_message", "Officer"

    message_id = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=16, choices=Direction.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    sealed = models.TextField()
    at = models.DateTimeField()
    delivery = models.CharField(max_length=16, choices=DELIVERY, blank=True, default="")
    delivery_at = models.DateTimeField(null=True, blank=True)
    spans = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.message_id)
