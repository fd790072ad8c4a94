"""``reseal EMAIL --seed FILE``: let an officer open what only the recovery key can open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from console.accounts.models import User
from console.cases.resealing import reseal_open_cases
from console.keys.signed import current_key, current_list, is_signed
from undertone.sealing.errors import SealingError
from undertone.sealing.resealing import Resealer, resealer_for


class Command(BaseCommand):
    """For cases from before the first officer; the seed is read and never stored."""

    help = "Seal open cases to an officer too, with the recovery seed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Arguments of the command."""
        parser.add_argument("email")
        parser.add_argument("--seed", type=Path, required=True, help="file of the recovery seed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, and say how many cases can be claimed now."""
        user = User.objects.filter(email=options["email"].strip().lower(), is_active=True).first()
        if user is None or not user.handles_cases:
            raise CommandError("There is no such officer.")
        count = reseal_open_cases(user, _resealer(user, options["seed"]))
        self.stdout.write(f"{count.cases} cases are sealed to {user.name} now as well.")
        if count.failed:
            raise CommandError(f"{count.failed} sessions do not open with this recovery key.")


def _resealer(user: User, seed_file: Path) -> Resealer:
    key, listed = current_key(user), current_list()
    if listed is None:
        raise CommandError("The signed list is missing or not valid.")
    if key is None or not is_signed(key, listed):
        raise CommandError("This officer's key is not on the signed list: pin it first.")
    try:
        return resealer_for(listed, seed_file, str(key.recipient_id))
    except OSError as error:
        raise CommandError(f"{seed_file}: {error.strerror}") from error
    except SealingError as error:
        raise CommandError(str(error)) from error
