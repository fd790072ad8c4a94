"""``undertone run``, ``stop`` and ``doctor``."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command()(run)
    app.command()(stop)
    app.command()(doctor)


def run() -> None:
    """Start everything on this machine and keep it running until Ctrl-C."""
    from undertone.supervise.output import Output
    from undertone.supervise.run import run as supervise

    raise typer.Exit(supervise(Output()))


def stop() -> None:
    """Stop what `undertone run` started from the same UNDERTONE_HOME."""
    from undertone.cli.failures import plainly
    from undertone.environment import load_dotenv
    from undertone.supervise import home, settings

    with plainly():
        load_dotenv()
        stopped = home.stop(settings.read().home)
        typer.echo("Stopped." if stopped else "Nothing runs from this home.")


def doctor() -> None:
    """Check settings, services, model, keys and disk; say what is wrong and how to mend it."""
    from undertone.supervise.doctor import examine

    raise typer.Exit(examine(typer.echo))
