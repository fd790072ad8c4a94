"""``undertone words …``: the catalogues, their review, and what the guard says of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from undertone.languages import Language

words = typer.Typer(help="The words that reach a client.", no_args_is_help=True)
Code = Annotated[str, typer.Argument(help="Code of a language, such as `ti`.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(words, name="words")


@words.command()
def status() -> None:
    """How complete each language is, and how much of it a person has reviewed."""
    from undertone.words.update import all_statuses

    sys.stdout.write(f"{'language':<20}{'strings':>8}{'words':>8}{'reviewed':>10}\n")
    for row in all_statuses():
        name = f"{row.language.code:<5}{row.language.english}"
        sys.stdout.write(f"{name:<20}{row.total:>8}{row.translated:>8}{row.reviewed:>10}\n")


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
def check(code: Annotated[str, typer.Argument(help="One language; without it all.")] = "") -> None:
    """Every string that can leave, its level, and the guard's verdict; fails on any doubt."""
    from undertone.languages import LANGUAGES
    from undertone.words import load_catalogues
    from undertone.words.proof import prove
    from undertone.words.quality import problems_in

    chosen = [_known(code).code] if code else list(LANGUAGES)
    rows = [row for row in prove() if row.language in chosen]
    for row in rows:
        sys.stdout.write(f"{row.level:<8}{row.language:<5}{row.verdict:<6}{row.name}: {row.text}\n")
    held = sum(row.verdict != "pass" for row in rows)
    catalogues = load_catalogues(LANGUAGES.values())
    problems = [f"{each}: {found}" for each in chosen for found in problems_in(each, catalogues)]
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"{len(rows)} strings, {held} held, {len(problems)} to mend\n")
    if held or problems:
        raise typer.Exit(1)


@words.command()
def recordings(code: Code) -> None:
    """What nobody has read aloud yet: the file to make, and the words to say in it."""
    from undertone.environment import ROOT
    from undertone.words.recordings import missing

    rows = list(missing(_known(code)))
    for row in rows:
        sys.stdout.write(f"{row.path.relative_to(ROOT)}: {row.words}\n")
    sys.stdout.write(f"{len(rows)} recordings are missing\n")


@words.command()
def export(
    code: Code, to: Annotated[Path | None, typer.Option(help="File to write.")] = None
) -> None:
    """Write a review sheet (CSV, for any spreadsheet) for somebody who reads the language."""
    from undertone.words.catalogue import catalogue_path
    from undertone.words.review import export as write

    language = _named(code)
    path = to or Path(f"{code}-review.csv")
    rows = write(language, path)
    sys.stdout.write(
        f"{rows} rows in {path}: correct `words`, write yes into `reviewed`, then\n"
        f"  undertone words import {code} {path}\n"
        f"For Weblate and other gettext tools: {catalogue_path(language)}\n"
    )


@words.command("import")
def import_(code: Code, sheet: Path) -> None:
    """Take a reviewed sheet back; rows that a rule or the guard refuses stay as they were."""
    from undertone.words.review import BadSheet, take_in

    try:
        taken = take_in(_named(code), sheet)
    except (BadSheet, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(1) from None
    for reason in taken.refused:
        sys.stdout.write(f"not taken: {reason}\n")
    sys.stdout.write(
        f"{taken.reviewed} newly reviewed, {taken.changed} changed, {len(taken.refused)} refused\n"
    )
    if taken.refused:
        raise typer.Exit(1)


def _known(code: str) -> Language:
    from undertone.languages import UnknownLanguage, language_named

    try:
        return language_named(code)
    except UnknownLanguage as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(1) from None


def _named(code: str) -> Language:
    from undertone.languages import DEFAULT

    language = _known(code)
    if language is DEFAULT:
        sys.stderr.write("English is the source: change domain.yml\n")
        raise typer.Exit(1)
    return language
