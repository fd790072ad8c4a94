"""Texts for the guard, one per line: what kind it is, a tab, the text.

``data/guard`` was written together with the lexicons; ``unseen`` and ``unseen_second`` by
writers who had not seen them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from undertone.cli.scores import KINDS
from undertone.languages import LANGUAGES

__all__ = ["KINDS", "LANGUAGES", "UNSEEN", "texts"]
UNSEEN = Path(__file__).with_name("unseen")


def texts(folder: Path, language: str) -> Iterator[tuple[str, str]]:
    """Kind and text of every line for a language."""
    for line in (folder / f"{language}.tsv").read_text(encoding="utf-8").split("\n"):
        if line:
            kind, _, text = line.partition("\t")
            yield kind, text
