"""Compares ways to tell intents apart: ``dialogue/.venv/bin/python -m bench.pipelines``.

Four-fold cross-validation per language over ``data/nlu``, and the blind texts of
``tests/nlu/unseen``; training time and time per message by one core. The result is in
docs/nlu.md.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from actions.spelling import fold  # noqa: E402 (the line above makes it importable)

FOLDS = 4
Example = tuple[str, str, str]
"""Language, intent, folded text."""


def examples() -> list[Example]:
    """What the model learns from."""
    found = []
    for file in sorted((ROOT / "data" / "nlu").glob("*/*.yml")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("      - "):
                found.append((file.parent.name, file.stem, fold(line[8:])))
    return found


def blind() -> list[Example]:
    """What somebody else wrote."""
    found = []
    for file in sorted((ROOT / "tests" / "nlu" / "unseen").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append((file.stem, row["intent"], fold(row["text"])))
    return found


def _words(longest: int = 1) -> TfidfVectorizer:
    return TfidfVectorizer(
        token_pattern=r"\S+",  # noqa: S106
        ngram_range=(1, longest),
        sublinear_tf=True,
    )


def _pieces(longest: int) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(1, longest), sublinear_tf=True)


def _regression() -> LogisticRegression:
    return LogisticRegression(
        C=10, solver="saga", max_iter=40, class_weight="balanced", random_state=0
    )


class Pipeline:
    """Vectorizers and a classifier; ``tagged`` adds each word marked with the chat's language."""

    def __init__(
        self,
        looks_at: Sequence[TfidfVectorizer],
        classifier: Callable[[], Any] = _regression,
        tagged: bool = False,
    ) -> None:
        self._looks_at = list(looks_at)
        self._tagged: TfidfVectorizer | None = _words() if tagged else None
        self._classifier = classifier()

    def fit(self, rows: Sequence[Example]) -> Pipeline:
        """Learn."""
        texts = [row[2] for row in rows]
        for each in self._looks_at:
            each.fit(texts)
        if self._tagged is not None:
            self._tagged.fit(_tag(rows))
        self._classifier.fit(self._seen(rows), [row[1] for row in rows])
        return self

    def predict(self, rows: Sequence[Example]) -> list[str]:
        """The intent of each row's text."""
        return list(self._classifier.predict(self._seen(rows)))

    def _seen(self, rows: Sequence[Example]) -> Any:
        parts = [each.transform([row[2] for row in rows]) for each in self._looks_at]
        if self._tagged is not None:
            parts.append(self._tagged.transform(_tag(rows)))
        return scipy.sparse.hstack(parts).tocsr()


class PerLanguage:
    """A model for each language behind one door; each also learns English, which people mix in."""

    def __init__(self) -> None:
        self._models: dict[str, Pipeline] = {}

    def fit(self, rows: Sequence[Example]) -> PerLanguage:
        """Learn."""
        for code in sorted({row[0] for row in rows}):
            own = [row for row in rows if row[0] in (code, "en")]
            self._models[code] = Pipeline([_words(), _pieces(4)]).fit(own)
        return self

    def predict(self, rows: Sequence[Example]) -> list[str]:
        """The intent of each row's text, by the model of its language."""
        return [self._models[row[0]].predict([row])[0] for row in rows]


def _tag(rows: Sequence[Example]) -> list[str]:
    return [" ".join(f"{code}|{word}" for word in text.split()) for code, _, text in rows]


PIPELINES: dict[str, Callable[[], Any]] = {
    "whole words": lambda: Pipeline([_words()]),
    "pieces of up to 4 letters": lambda: Pipeline([_pieces(4)]),
    "words and pieces (chosen)": lambda: Pipeline([_words(), _pieces(4)]),
    "word pairs and pieces of 5": lambda: Pipeline([_words(2), _pieces(5)]),
    "linear SVM": lambda: Pipeline(
        [_words(), _pieces(4)], lambda: LinearSVC(C=0.5, class_weight="balanced")
    ),
    "words marked by language": lambda: Pipeline([_words(), _pieces(4)], tagged=True),
    "one model per language": PerLanguage,
}


def main() -> None:
    """Print the table as Markdown."""
    rows, unseen = examples(), blind()
    head = ("pipeline", "CV", "CV, worst", "blind", "blind, worst", "training, s", "ms/message")
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for name, make in PIPELINES.items():
        validated = _validated(rows, make)
        began = time.process_time()
        model = make().fit(rows)
        trained = time.process_time() - began
        began = time.process_time()
        answers = [model.predict([row])[0] for row in unseen]
        each = 1000 * (time.process_time() - began) / len(unseen)
        cells = (
            *_shares(rows, validated),
            *_shares(unseen, answers),
            f"{trained:.0f}",
            f"{each:.2f}",
        )
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def _validated(rows: Sequence[Example], make: Callable[[], Any]) -> list[str]:
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=1)
    found = np.empty(len(rows), dtype=object)
    for learnt, held_out in folds.split(rows, [row[0] + row[1] for row in rows]):
        model = make().fit([rows[place] for place in learnt])
        found[held_out] = model.predict([rows[place] for place in held_out])
    return list(found)


def _shares(rows: Sequence[Example], answers: Sequence[str]) -> tuple[str, str]:
    by_language: dict[str, list[bool]] = {}
    for row, answer in zip(rows, answers, strict=True):
        by_language.setdefault(row[0], []).append(row[1] == answer)
    everything = [each for right in by_language.values() for each in right]
    worst = min(by_language, key=lambda code: np.mean(by_language[code]))
    return f"{np.mean(everything):.3f}", f"{np.mean(by_language[worst]):.3f} ({worst})"


if __name__ == "__main__":
    main()
