"""``officers_list [--json]``: all accounts, their second factor and their key."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from console.accounts.access import has_second_factor
from console.accounts.models import User
from console.keys.signed import current_key, current_list, is_signed
from undertone.sealing.keys import fingerprint
from undertone.sealing.recipients import RecipientList


class Command(BaseCommand):
    """Lists accounts."""

    help = "List accounts, whether they have a second factor, and whether their key is signed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Arguments of the command."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """One account per line, or a JSON list."""
        recipients = current_list()
        rows = [_row(user, recipients) for user in User.objects.order_by("email")]
        if options["json"]:
            self.stdout.write(json.dumps(rows))
            return
        for row in rows:
            factor = "second step set" if row["second_factor"] else "no second step yet"
            key = row["fingerprint"] or "no key yet"
            signed = "signed" if row["signed"] else "not signed"
            self.stdout.write(f"{row['email']}  {row['role']}  {factor}  {key}  {signed}")


def _row(user: User, recipients: RecipientList | None) -> dict[str, Any]:
    key = current_key(user)
    return {
        "email": user.email,
        "name": user.name,
        "role": user.role,
        "team": user.team.name,
        "languages": user.languages,
        "second_factor": has_second_factor(user),
        "recipient_id": str(key.recipient_id) if key else None,
        "fingerprint": fingerprint(key.public_key) if key else None,
        "signed": bool(key and recipients and is_signed(key, recipients)),
        "demo": user.is_demo,
    }
