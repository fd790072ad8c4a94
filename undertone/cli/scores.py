"""Tables of how well the guard and the exit word do on texts that were judged beforehand."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from undertone.drift import check_typed
from undertone.exit_word import OwnWord, is_exit
from undertone.guard import Level, Verdict, check

KINDS: dict[str, tuple[Level, bool]] = {
    "topic": (Level.PRIVATE, False),
    "everyday": (Level.PRIVATE, True),
    "cover_sensitive": (Level.COVER, False),
    "cover_everyday": (Level.COVER, True),
}
"""Kind of text to the level it is checked at and whether it is to pass there."""


class BadTexts(Exception):
    """A folder without texts, or a line that does not say what it is."""


@dataclass
class Score:
    """How many texts of each kind there are in a language, and which came out wrong."""

    language: str
    counts: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, text: str, *, is_right: bool) -> None:
        """Count one text."""
        self.counts[kind] += 1
        if not is_right:
            self.wrong.setdefault(kind, []).append(text)


def guard_scores(folder: Path) -> list[Score]:
    """``kind<TAB>text`` per line in ``<language>.tsv``. Raises ``BadTexts``."""

    def add(score: Score, fields: list[str]) -> None:
        kind, text = fields
        level, passes = KINDS[kind]
        score.add(kind, text, is_right=judge(text, level, score.language).passed is passes)

    return list(_scores(folder, add))


def judge(text: str, level: Level, language: str) -> Verdict:
    """What a text meets that somebody typed; only officers type for inside a session."""
    return check_typed(text, language) if level is Level.PRIVATE else check(text, level, language)


def exit_scores(folder: Path) -> list[Score]:
    """``exit|stay<TAB>word<TAB>message`` per line in ``<language>.tsv``. Raises ``BadTexts``."""
    words: dict[str, OwnWord] = {}

    def add(score: Score, fields: list[str]) -> None:
        kind, word, message = fields
        wanted = {"exit": True, "stay": False}[kind]
        own = words.get(word) or words.setdefault(word, OwnWord.make(word, secrets.token_bytes(32)))
        leaves = is_exit(message, language=score.language, own=own)
        score.add(kind, f"{word}: {message}", is_right=leaves is wanted)

    return list(_scores(folder, add))


def _scores(folder: Path, add: Callable[[Score, list[str]], None]) -> Iterator[Score]:
    files = sorted(folder.glob("*.tsv"))
    if not files:
        raise BadTexts(f"no <language>.tsv in {folder}")
    for file in files:
        score = Score(file.stem)
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
            if not line or line.startswith("#"):
                continue
            try:
                add(score, line.split("\t"))
            except (KeyError, ValueError) as error:
                raise BadTexts(f"{file}:{number}: not a kind and its text") from error
        yield score


def table(scores: list[Score], *, verbose: bool) -> str:
    """Right ones of all per language and kind; ``verbose`` lists what came out wrong."""
    kinds = list(dict.fromkeys(kind for score in scores for kind in score.counts))
    lines = [f"{'language':<10}" + "".join(f"{kind:>18}" for kind in kinds)]
    total = Score("all")
    for score in scores:
        lines.append(_row(score, kinds))
        total.counts += score.counts
        for kind, texts in score.wrong.items():
            total.wrong.setdefault(kind, []).extend(texts)
            if verbose:
                lines += [f"    {kind}: {text}" for text in texts]
    return "\n".join([*lines, _row(total, kinds)])


def _row(score: Score, kinds: list[str]) -> str:
    cells = []
    for kind in kinds:
        count, wrong = score.counts[kind], len(score.wrong.get(kind, ()))
        share = (count - wrong) / count if count else 0.0
        cells.append(f"{count - wrong}/{count} {share:.3f}" if count else "-")
    return f"{score.language:<10}" + "".join(f"{cell:>18}" for cell in cells)
