"""``demo_officer``: the account that one tries the service out with."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from console.accounts.making import make_demo_account
from undertone.environment import Environment
from undertone.sealing.demo import make_demo


class Command(BaseCommand):
    """Makes the demo officer; never where a real token is set."""

    help = "Make the demo officer (safe to run again) and print how to sign in, as JSON."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or keep the account and print it."""
        if Environment().secret("TELEGRAM_BOT_TOKEN"):
            raise CommandError(
                "TELEGRAM_BOT_TOKEN is set: there is no demo officer on a live service."
            )
        account = make_demo_account(make_demo(settings.HOME))
        self.stdout.write(json.dumps(asdict(account)))
