"""``undertone officers …``: accounts of the console, and whose keys cases are sealed to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from undertone.cli.failures import plainly

if TYPE_CHECKING:
    from undertone.supervise.officers import Officers

DEMO_EMAIL_HELP = "E-mail address; without one, the demo officer's."

Email = Annotated[str, typer.Argument(help="The officer's e-mail address.")]


def register(app: typer.Typer) -> None:
    """Add the group of commands to ``app``."""
    group = typer.Typer(help="Accounts of the console, and whose keys cases are sealed to.")
    group.command()(add)
    group.command(name="list")(show)
    group.command()(pin)
    group.command()(unpin)
    group.command()(reseal)
    group.command()(code)
    app.add_typer(group, name="officers", no_args_is_help=True)


def add(
    email: Email,
    name: Annotated[str, typer.Option(help="Name that colleagues see.")],
    language: Annotated[list[str] | None, typer.Option(help="Language code, repeatable.")] = None,
    role: Annotated[str, typer.Option(help="officer, lead, auditor or interpreter.")] = "officer",
    team: Annotated[str, typer.Option(help="Team name.")] = "",
    again: Annotated[bool, typer.Option(help="A new link for an account that exists.")] = False,
) -> None:
    """Make an account; prints the one-time link with which the officer chooses a password."""
    with plainly():
        typer.echo(_officers().add(email, name, language or [], role, team, again=again))
        typer.echo(
            "Once the officer has made their key in the console, run\n"
            f"  undertone officers pin {email}"
        )


def show() -> None:
    """List the accounts and whether their keys are on the signed list."""
    with plainly():
        typer.echo(_officers().show())


def pin(
    email: Email,
    fingerprint: Annotated[
        str,
        typer.Option(help="The fingerprint as the officer reads it out; then nothing is asked."),
    ] = "",
) -> None:
    """Put an officer's public key on the signed list, once its fingerprint was compared."""
    with plainly():
        officers = _officers()
        key = officers.public_key(email)
        typer.echo(f"{key.label}\n{key.fingerprint}")
        if fingerprint:
            key.must_have(fingerprint)
        else:
            typer.confirm("Did the officer read out this very fingerprint?", abort=True)
        officers.pin(key)
        typer.echo("Pinned: new cases are sealed to this key too.")


def unpin(
    email: Annotated[str, typer.Argument(help="The officer's e-mail address.")] = "",
    demo: Annotated[bool, typer.Option("--demo", help="Take the demo keys off.")] = False,
) -> None:
    """Take a key off the signed list; what was sealed to it before stays readable for it."""
    if bool(email) == demo:
        raise typer.BadParameter("give an e-mail address or --demo")
    with plainly():
        removed = _officers().unpin_demo() if demo else _officers().unpin(email)
        typer.echo(f"Taken off the list: {', '.join(removed) or 'nobody'}.")


def reseal(
    email: Email,
    seed: Annotated[Path, typer.Option(help="File of the recovery seed; it is only read.")],
) -> None:
    """Let an officer open cases from before their key was pinned, with the recovery seed."""
    with plainly():
        typer.echo(_officers().reseal(email, seed))


def code(email: Annotated[str, typer.Argument(help=DEMO_EMAIL_HELP)] = "") -> None:
    """The current six-digit code of the demo officer (only of that one)."""
    with plainly():
        typer.echo(_officers().code(email))


def _officers() -> Officers:
    from undertone.supervise.officers import at_home

    return at_home()
