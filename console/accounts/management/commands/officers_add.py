"""``officers_add EMAIL --name NAME``: make an account and print its one-time link."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from console.accounts.making import make_account, set_password_link
from console.accounts.models import Role, Team, User
from undertone.languages import LANGUAGES


class Command(BaseCommand):
    """Makes accounts; the link goes to the officer by a way that is trusted."""

    help = "Make an account and print a one-time link that sets its password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Arguments of the command."""
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--language", action="append", default=[], choices=sorted(LANGUAGES))
        parser.add_argument("--role", default=Role.OFFICER.value, choices=Role.values)
        parser.add_argument("--team", default="")
        parser.add_argument("--again", action="store_true", help="a new link for an account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account, or with ``--again`` only a new link."""
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is not None and not options["again"]:
            raise CommandError("This account exists. Add --again for a new link.")
        if user is None and options["again"]:
            raise CommandError("There is no such account.")
        user = user or _new(options)
        self.stdout.write(set_password_link(user))


def _new(options: dict[str, Any]) -> User:
    try:
        validate_email(options["email"])
    except ValidationError:
        raise CommandError(f"{options['email']} is not an email address.") from None
    if not options["name"]:
        raise CommandError("Give --name: it is what colleagues see.")
    named = options["team"]
    team = Team.objects.get_or_create(name=named)[0] if named else Team.first()
    return make_account(
        options["email"],
        options["name"],
        role=Role(options["role"]),
        team=team,
        languages=options["language"],
    )
