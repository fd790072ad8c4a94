"""Review sheets: a language's words as a table for a person who reads it, and back again.

A sheet is a CSV file (RFC 4180, UTF-8 with a byte order mark, so that any spreadsheet opens it
right). The reviewer corrects ``words`` and writes ``yes`` into ``reviewed``. Who prefers gettext
tools or Weblate takes the catalogue itself: a review there is taking the ``fuzzy`` flag away.

What comes back is checked like everything else; a row that cannot be taken is named and left
as it was. The record of a review has its day and its size, and no name.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polib

from undertone.environment import ROOT
from undertone.guard import check
from undertone.languages import Language
from undertone.words.catalogue import Catalogue, catalogue_path, load_catalogues
from undertone.words.quality import Words, all_words, problems_of
from undertone.words.update import FUZZY

COLUMNS = ("where", "kind", "seen by", "english", "words", "reviewed", "remark")
REVIEWED = "yes"
_SEEN_BY = {"cover": "anybody", "private": "the client"}


class BadSheet(Exception):
    """A file that is not a review sheet."""


@dataclass(frozen=True)
class Taken:
    """What an import did: rows reviewed, words changed, and why rows were left as they were."""

    reviewed: int
    changed: int
    refused: tuple[str, ...]


def export(language: Language, to: Path, root: Path = ROOT) -> int:
    """Write the review sheet of ``language``; how many rows it has."""
    catalogue = load_catalogues([language], root)[language.code]
    rows = [_row(words, catalogue) for words in all_words(catalogue)]
    with to.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def _row(words: Words, catalogue: Catalogue) -> dict[str, str]:
    found = catalogue.find(words.context, words.source)
    return {
        "where": words.context,
        "kind": "button" if words.is_button else "text",
        "seen by": _SEEN_BY[words.level.value],
        "english": words.source,
        "words": words.text,
        "reviewed": REVIEWED if found and found.reviewed else "",
        "remark": "",
    }


def take_in(language: Language, sheet: Path, root: Path = ROOT) -> Taken:
    """Put a reviewed sheet into the catalogue. Raises ``BadSheet``.

    Rows that a rule or the guard refuses, or whose English has changed since the sheet was
    written, stay as they were.
    """
    path = catalogue_path(language, root)
    po = polib.pofile(str(path), wrapwidth=98)
    entries = {(entry.msgctxt, entry.msgid): entry for entry in po}
    known = {
        (words.context, words.source): words
        for words in all_words(load_catalogues([language], root)[language.code])
    }
    reviewed = changed = 0
    refused: list[str] = []
    for number, row in _rows(sheet):
        key = (row["where"], row["english"])
        if key not in known or key not in entries:
            refused.append(f"row {number}: the English of {row['where']} has changed; export again")
            continue
        said, entry = row["words"].strip(), entries[key]
        if problem := _problem(known[key], said):
            refused.append(f"row {number}: {row['where']}: {problem}")
            continue
        is_reviewed = row["reviewed"].strip().lower() == REVIEWED
        reviewed += is_reviewed and FUZZY in entry.flags
        changed += said != entry.msgstr
        entry.flags = [] if is_reviewed else [FUZZY]
        entry.msgstr = said
    po.save(str(path))
    taken = Taken(reviewed, changed, tuple(refused))
    _remember(path.parent.parent / "reviews.toml", taken)
    return taken


def _rows(sheet: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = {"where", "english", "words", "reviewed"} - set(reader.fieldnames or ())
        if missing:
            raise BadSheet(f"{sheet.name} has no column {', '.join(sorted(missing))}")
        for number, row in enumerate(reader, 2):
            yield number, {name: row.get(name) or "" for name in COLUMNS}


def _problem(known: Words, said: str) -> str:
    words = Words(known.context, known.source, said, known.level, known.is_button, known.language)
    for problem in problems_of(words):
        return problem
    held = check(said, words.level, words.language.code)
    return "" if held.passed else f"the guard holds {', '.join(held.matches)}"


def _remember(path: Path, taken: Taken) -> None:
    if not (taken.reviewed or taken.changed):
        return
    with path.open("a", encoding="utf-8") as file:
        file.write(
            f"[[review]]\nday = {date.today().isoformat()}\n"
            f"reviewed = {taken.reviewed}\nchanged = {taken.changed}\n"
        )
