"""Slips: what somebody may have meant whose finger slipped once.

Only what fingers really do: two letters exchanged, a neighbouring key or a letter that
looks or sounds alike, a letter hit twice or its neighbour hit with it, a letter left out. A
letter changed for any other one makes another word more often than a slip ("blanked" for
"blanket"), and so does a different ending.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from undertone.guard.folding import table_for

SHORTEST = 5
"""Shorter words have too many neighbours for a slip to be told from another word."""
SHORTEST_CUT = 6
"""The shortest word of which a letter may be missing."""

_ENDINGS = "sd"
_FILE = Path(__file__).with_name("typing.toml")
_WORDS = Path(__file__).with_name("words")


@cache
def typing_data() -> dict[str, Any]:
    """The content of ``typing.toml``."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _mistaken() -> dict[str, frozenset[str]]:
    """Letter to the letters that it is typed for: neighbours in a row, and look-alikes."""
    pairs: dict[str, set[str]] = defaultdict(set)
    rows = [row for keyboard in typing_data()["keyboards"].values() for row in keyboard]
    groups = [left + right for row in rows for left, right in zip(row, row[1:], strict=False)]
    groups += [group for alike in typing_data()["alike"].values() for group in alike]
    groups += [group for path in sorted(_WORDS.glob("*.toml")) for group in _alike_in(path)]
    for group in groups:
        letters = group.translate(table_for("plain")).replace(" ", "")
        for letter in letters:
            pairs[letter].update(letters.replace(letter, ""))
    return {letter: frozenset(others) for letter, others in pairs.items()}


def _alike_in(path: Path) -> list[str]:
    """A language's own groups; Latin letters are shared by languages that confuse other ones."""
    listed = tomllib.loads(path.read_text(encoding="utf-8")).get("alike", ())
    return [group for group in listed if not group.translate(table_for("plain")).isascii()]


def meant(typed: str) -> Iterator[str]:
    """Words of which ``typed`` is a slip, those with a letter left out excepted."""
    if len(typed) >= SHORTEST:
        yield from _swapped(typed)
        yield from _replaced(typed)
    if len(typed) > SHORTEST:
        yield from _without_one_too_many(typed)


def _swapped(typed: str) -> Iterator[str]:
    for place in range(len(typed) - 1):
        yield typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]


def _replaced(typed: str) -> Iterator[str]:
    for place, letter in enumerate(typed):
        for other in _mistaken().get(letter, ()):
            yield typed[:place] + other + typed[place + 1 :]


def _without_one_too_many(typed: str) -> Iterator[str]:
    for place, letter in enumerate(typed):
        around = typed[max(0, place - 1) : place] + typed[place + 1 : place + 2]
        inner = place < len(typed) - 1
        if letter in around or (
            inner and not _mistaken().get(letter, frozenset()).isdisjoint(around)
        ):
            yield typed[:place] + typed[place + 1 :]


def cuts(word: str) -> Iterator[str]:
    """The word with one letter left out, where that still is a slip and not an ending."""
    if len(word) < SHORTEST_CUT:
        return
    for place in range(len(word) - 1):
        yield word[:place] + word[place + 1 :]
    if word.isascii() and word[-1] not in _ENDINGS:
        yield word[:-1]
