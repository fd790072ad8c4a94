"""``officers_code EMAIL``: the current code of the demo officer's app."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management.base import BaseCommand, CommandError, CommandParser

from console.accounts.making import totp_secret_of
from console.accounts.models import User


class Command(BaseCommand):
    """Stands in for a phone while trying out; refuses every real account."""

    help = "Print the current six-digit code of the demo officer."

    def add_arguments(self, parser: CommandParser) -> None:
        """Arguments of the command."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the code."""
        email = options["email"].strip().lower()
        user = User.objects.filter(email=email, is_demo=True).first()
        secret = totp_secret_of(user) if user else None
        if secret is None:
            raise CommandError("Only the demo officer's code can be shown.")
        counter = int(time.time()) // app_settings.TOTP_PERIOD
        self.stdout.write(format_hotp_value(hotp_value(secret, counter)))
