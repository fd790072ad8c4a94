"""What was seen from the gateway, and what waits to go to it."""

from __future__ import annotations

from django.db import models


class SeenMessage(models.Model):
    """Id of a message that was taken in; a second copy of it is dropped."""

    message_id = models.UUIDField(primary_key=True)
    seen_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return str(self.message_id)


class Outgoing(models.Model):
    """A message for the gateway, written in the transaction that caused it, sent in order."""

    message_id = models.UUIDField(unique=True)
    wire = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.message_id)
