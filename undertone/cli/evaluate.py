"""``undertone guard``, ``exit-word`` and ``nlu``: judge the parts on texts of one's own.

The first two read lines from standard input and answer each with one line at once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from undertone.guard.verdict import Level

_UNREADABLE = "not UTF-8"


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("guard")(guard)
    app.command("exit-word")(exit_word)
    app.command("nlu")(nlu)


Score = Annotated[
    Path | None,
    typer.Option(help="Judge the texts of a folder, such as tests/guard/unseen, as a table."),
]
Verbose = Annotated[bool, typer.Option("--wrong", help="List what came out wrong.")]


def guard(
    level: Annotated[Level, typer.Option(help="Where the text may be seen.")] = Level.PRIVATE,
    language: Annotated[str, typer.Option(help="Code of the language, such as ar.")] = "en",
    score: Score = None,
    wrong: Verbose = False,
) -> None:
    """Check one text per line: `pass`, or `hold`, a tab and the parts that are held.

    At private level as a line that an officer typed: the lists, and whether it drifts.
    """
    from undertone.cli.scores import guard_scores, judge, table

    with _plainly():
        if score is not None:
            typer.echo(table(guard_scores(score), verbose=wrong))
            return
        judge("", level, language)
        for line in _lines():
            if line is None:
                _answer(f"hold\t{_UNREADABLE}")
                continue
            verdict = judge(line, level, language)
            parts = " | ".join(" ".join(part.split()) for part in verdict.matches)
            _answer("pass" if verdict.passed else f"hold\t{parts}")


def exit_word(
    language: Annotated[str, typer.Option(help="Code of the language, such as ar.")] = "en",
    word: Annotated[str, typer.Option(help="The exit word that the client chose.")] = "",
    score: Score = None,
    wrong: Verbose = False,
) -> None:
    """Say for one message per line whether it is the exit word: `exit` or `stay`."""
    import secrets

    from undertone.cli.scores import exit_scores, table
    from undertone.exit_word import OwnWord, default_word, is_exit

    with _plainly():
        if score is not None:
            typer.echo(table(exit_scores(score), verbose=wrong))
            return
        word = word or default_word(language)
        own = OwnWord.make(word, secrets.token_bytes(32))
        is_exit("", language=language, own=own)
        for line in _lines():
            leaves = line is not None and is_exit(line, language=language, own=own)
            _answer("exit" if leaves else "stay")


def nlu(
    folder: Annotated[Path, typer.Argument(help="Folder with <language>.jsonl files.")],
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Score the understanding of texts: lines of {"intent": …, "text": …} per language."""
    from undertone.cli.understanding import as_json, as_table, score

    with _plainly():
        scores = score(folder)
        typer.echo(as_json(scores) if json else as_table(scores))


@contextmanager
def _plainly() -> Iterator[None]:
    """Print the sentence of a failure that has one, and exit with status 1."""
    from undertone.cli.scores import BadTexts
    from undertone.cli.understanding import NoScores
    from undertone.exit_word import BadOwnWord, BrokenExitWords
    from undertone.guard import BrokenLexicon
    from undertone.languages import UnknownLanguage

    try:
        yield
    except (
        BadOwnWord,
        BadTexts,
        BrokenExitWords,
        BrokenLexicon,
        NoScores,
        UnknownLanguage,
    ) as error:
        typer.echo(f"undertone: {error}", err=True)
        raise typer.Exit(1) from None


def _lines() -> Iterator[str | None]:
    """The lines of standard input without their ends; ``None`` for one that is not UTF-8."""
    for raw in sys.stdin.buffer:
        body = raw.removesuffix(b"\n").removesuffix(b"\r")
        try:
            yield body.decode("utf-8")
        except UnicodeDecodeError:
            yield None


def _answer(line: str) -> None:
    """One line of output at once, so that the commands can be used in a pipe."""
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()
