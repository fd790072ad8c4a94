"""A secret that is made on the first start and kept in a file that only the owner reads."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from undertone.environment import BadSetting

_BYTES = 48


def made_once(path: Path) -> str:
    """The secret in ``path``; made there with mode 0600 where it is missing.

    Raises ``BadSetting`` where the folder cannot be written or the file is too short.
    """
    if not path.exists():
        try:
            _make(path)
        except OSError as error:
            problem = f"not set, and {path} cannot be made: {error.strerror}"
            raise BadSetting("DJANGO_SECRET_KEY", problem) from error
    text = path.read_text(encoding="ascii").strip()
    if len(text) < _BYTES:
        raise BadSetting("DJANGO_SECRET_KEY", f"{path} is too short; remove it and start again")
    return text


def _make(path: Path) -> None:
    """Write beside, then link: two processes that start together end with one secret."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(_BYTES))
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
