"""``prepare``: bring the database and the static files up to date before a start."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

STAMP = ".collected"


class Command(BaseCommand):
    """Migrations, and static files where their sources changed."""

    help = "Apply migrations and collect static files; does nothing where nothing changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run both; safe to run again and after an interruption."""
        call_command("migrate", interactive=False, verbosity=0)
        stamp = Path(settings.STATIC_ROOT) / STAMP
        state = _state_of_sources()
        if stamp.exists() and stamp.read_text(encoding="ascii") == state:
            return
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(state, encoding="ascii")


def _state_of_sources() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}|{found.st_size}|{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
