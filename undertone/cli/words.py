"""``undertone words …``: the catalogues and what the guard says of them."""

from __future__ import annotations

import sys

import typer

words = typer.Typer(help="The words that reach a client.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(words, name="words")


@words.command()
def status() -> None:
    """How complete each language is, and how much of it a person has reviewed."""
    from undertone.words.update import all_statuses

    sys.stdout.write(f"{'language':<10}{'strings':>8}{'words':>8}{'reviewed':>10}\n")
    for row in all_statuses():
        sys.stdout.write(
            f"{row.language.code:<10}{row.total:>8}{row.translated:>8}{row.reviewed:>10}\n"
        )


@words.command()
def update() -> None:
    """Bring the catalogues up to date with domain.yml and the officers' phrases."""
    from undertone.languages import DEFAULT, LANGUAGES
    from undertone.words.update import update as update_one

    for language in LANGUAGES.values():
        if language is not DEFAULT:
            row = update_one(language)
            sys.stdout.write(f"{language.code}: {row.translated} of {row.total} strings\n")


@words.command()
def check() -> None:
    """Every string that can leave, its level, and the guard's verdict; fails on any doubt."""
    from undertone.words.proof import prove

    rows = list(prove())
    for row in rows:
        sys.stdout.write(f"{row.level:<8}{row.language:<5}{row.verdict:<6}{row.name}: {row.text}\n")
    held = sum(row.verdict != "pass" for row in rows)
    sys.stdout.write(f"{len(rows)} strings, {held} held\n")
    if held:
        raise typer.Exit(1)
