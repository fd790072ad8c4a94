"""Key pairs of officers: the public half and the wrapped seed."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class OfficerKey(models.Model):
    """One key pair. An officer has one that is current; a new one retires it."""

    recipient_id = models.UUIDField(primary_key=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="keys"
    )
    public_key = models.TextField()
    wrapped_seed = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer"],
                condition=models.Q(retired_at__isnull=True),
                name="one_current_key_per_officer",
            )
        ]

    def __str__(self) -> str:
        return str(self.recipient_id)
