"""Turning what can go wrong into one sentence and an exit status."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from undertone.environment import BadSetting
from undertone.supervise.console_commands import CommandFailed
from undertone.supervise.home import StillRunning


@contextmanager
def plainly() -> Iterator[None]:
    """Print the sentence of a failure that has one, and exit with status 1."""
    from undertone.sealing.errors import SealingError
    from undertone.supervise.officers import NoDemoOfficer

    try:
        yield
    except (BadSetting, CommandFailed, NoDemoOfficer, SealingError, StillRunning) as error:
        typer.echo(f"undertone: {error}", err=True)
        raise typer.Exit(1) from None
