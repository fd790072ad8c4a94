"""``officers_public_key EMAIL``: what the signer of the recipients list needs."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from console.accounts.models import User
from console.keys.signed import current_key
from undertone.sealing.keys import fingerprint


class Command(BaseCommand):
    """Prints the public half of an officer's key pair."""

    help = "Print recipient id, public key and fingerprint of an officer as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Arguments of the command."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the key; an error where the officer has made none."""
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("There is no such account.")
        key = current_key(user)
        if key is None:
            raise CommandError("This officer has not made a key yet (console: Your key).")
        answer = {
            "recipient_id": str(key.recipient_id),
            "public_key": key.public_key,
            "fingerprint": fingerprint(key.public_key),
            "label": user.name,
        }
        self.stdout.write(json.dumps(answer))
