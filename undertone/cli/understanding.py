"""Scores of the understanding: what the trained model makes of texts with known intents.

The model lives in the dialogue's own environment, so it runs there as a subprocess.
"""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from undertone.environment import ROOT

WATCHED = ("in_danger", "stop", "not_now")
"""Intents that must not be missed; their recall is shown on its own."""
_DIALOGUE = ROOT / "dialogue"


class NoScores(Exception):
    """The scores cannot be worked out; the text says why and what to do."""


@dataclass(frozen=True)
class Example:
    """One text with the intent it has and the one that was understood."""

    language: str
    intent: str
    text: str
    understood: str = ""


@dataclass(frozen=True)
class Score:
    """The figures for one language or all; a recall is ``None`` where no text has the intent."""

    language: str
    texts: int
    accuracy: float
    macro_f1: float
    recall: dict[str, float | None]
    alarms: dict[str, float]
    """Share of the other texts that are taken for it."""


def score(folder: Path) -> list[Score]:
    """Scores per language and, last, in total for the ``<language>.jsonl`` files of a folder.

    Raises ``NoScores``.
    """
    examples = [example for file in sorted(folder.glob("*.jsonl")) for example in _read(file)]
    if not examples:
        raise NoScores(f"{folder} holds no <language>.jsonl file with texts")
    answered = _understand(examples)
    by_language: dict[str, list[Example]] = defaultdict(list)
    for example in answered:
        by_language[example.language].append(example)
    return [
        *(_score(code, group) for code, group in by_language.items()),
        _score("total", answered),
    ]


def _read(file: Path) -> Iterable[Example]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            yield Example(file.stem, str(entry["intent"]), str(entry["text"]))
        except (ValueError, KeyError, TypeError) as error:
            raise NoScores(f'{file} line {number}: not {{"intent", "text"}} ({error})') from error


def _understand(examples: list[Example]) -> list[Example]:
    """Ask the model for every text, in order."""
    python, script = _DIALOGUE / ".venv/bin/python", _DIALOGUE / "parse.py"
    if not python.exists():
        raise NoScores("the dialogue's environment is missing: run `make setup`")
    lines = [json.dumps({"text": e.text, "language": e.language}) for e in examples]
    run = subprocess.run(  # noqa: S603  our own interpreter and script
        [str(python), str(script)],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )
    if run.returncode:
        reason = (run.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise NoScores(f"the model could not be asked: {reason}")
    return _paired(examples, run.stdout.splitlines())


def _paired(examples: list[Example], lines: list[str]) -> list[Example]:
    if len(lines) != len(examples):
        raise NoScores(f"the model gave {len(lines)} answers to {len(examples)} texts")
    try:
        intents = [str(json.loads(line)["intent"]) for line in lines]
    except (ValueError, KeyError, TypeError) as error:
        raise NoScores(f"the model gave an answer that cannot be read ({error})") from error
    return [
        Example(example.language, example.intent, example.text, intent)
        for example, intent in zip(examples, intents, strict=True)
    ]


def _score(language: str, examples: list[Example]) -> Score:
    intents = sorted({example.intent for example in examples})
    right = sum(example.intent == example.understood for example in examples)
    macro_f1 = sum(_f1(intent, examples) for intent in intents) / len(intents)
    recall = {intent: _recall(intent, examples) for intent in WATCHED}
    alarms = {intent: _alarms(intent, examples) for intent in WATCHED}
    return Score(language, len(examples), right / len(examples), macro_f1, recall, alarms)


def _recall(intent: str, examples: list[Example]) -> float | None:
    meant = [example for example in examples if example.intent == intent]
    return sum(e.understood == intent for e in meant) / len(meant) if meant else None


def _alarms(intent: str, examples: list[Example]) -> float:
    others = [example for example in examples if example.intent != intent]
    return sum(e.understood == intent for e in others) / max(1, len(others))


def _f1(intent: str, examples: list[Example]) -> float:
    hits = sum(e.intent == e.understood == intent for e in examples)
    wrong = sum((e.intent == intent) != (e.understood == intent) for e in examples)
    return 2 * hits / (2 * hits + wrong)


def as_json(scores: list[Score]) -> str:
    """The figures as JSON: ``languages`` by code, then ``total``."""
    *languages, total = [asdict(entry) for entry in scores]
    return json.dumps(
        {"languages": {e["language"]: e for e in languages}, "total": total}, indent=2
    )


def as_table(scores: list[Score]) -> str:
    """The figures as a table for people: recall and, after a slash, false alarms."""
    header = f"{'language':<9} {'texts':>6} {'accuracy':>9} {'macro-F1':>9}"
    header += "".join(f" {intent + ' / alarm':>18}" for intent in WATCHED)
    return "\n".join([header, *(_row(entry) for entry in scores)])


def _row(entry: Score) -> str:
    row = f"{entry.language:<9} {entry.texts:>6} {entry.accuracy:>9.3f} {entry.macro_f1:>9.3f}"
    for intent in WATCHED:
        recall = entry.recall[intent]
        shown = "-" if recall is None else f"{recall:.3f} / {entry.alarms[intent]:.3f}"
        row += f" {shown:>18}"
    return row
