"""The ``undertone`` command line: parses, calls, and turns failures into one sentence.

Every command imports what it needs when it is called, so that the short ones start fast.
"""

from __future__ import annotations

import typer

from undertone.cli import evaluate, officers, running, words

app = typer.Typer(
    name="undertone",
    help="Chat-based intake with a human handoff: run it, check it, say who may read.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
running.register(app)
officers.register(app)
evaluate.register(app)
words.register(app)

__all__ = ["app"]
