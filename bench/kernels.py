"""Work on one core: the guard, the exit word, sealing. No process, no network."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench.figures import median
from undertone.drift import check_typed
from undertone.environment import ROOT
from undertone.exit_word import is_exit
from undertone.guard import Level, check
from undertone.sealing.demo import make_demo
from undertone.sealing.envelope import (
    ContentKind,
    DataKey,
    open_content,
    open_with_seed,
    seal_content,
)
from undertone.sealing.keys import open_seed
from undertone.sealing.recipients import RecipientsFile

TEXTS = ROOT / "tests" / "guard" / "unseen"
MESSAGES = ROOT / "tests" / "exit_word" / "unseen"
BATCH = 50
_BODY = {"version": 1, "text": "I live in a hotel in Leeds. " * 20, "at": "2026-01-01T00:00:00Z"}


def measure(seconds: float, home: Path) -> dict[str, Any]:
    """Texts and messages a second per language, ms of sealing and opening."""
    return {
        "guard_texts_per_second": _guard(_checked, seconds),
        "typed_lines_per_second": _guard(_checked_as_typed, seconds),
        "exit_words_per_second": _exit_words(seconds),
        "sealing_ms": _sealing(seconds, home),
    }


def _guard(work: Callable[[str, str], object], seconds: float) -> dict[str, float]:
    found = {}
    for file in sorted(TEXTS.glob("*.tsv")):
        texts, language = _last_column(file), file.stem
        found[language] = _per_second(texts, partial(work, language), seconds)
    return found


def _exit_words(seconds: float) -> dict[str, float]:
    found = {}
    for file in sorted(MESSAGES.glob("*.tsv")):
        texts, language = _last_column(file), file.stem
        found[language] = _per_second(texts, partial(_left, language), seconds)
    return found


def _checked(language: str, text: str) -> object:
    return check(text, Level.PRIVATE, language)


def _checked_as_typed(language: str, text: str) -> object:
    return check_typed(text, language)


def _left(language: str, text: str) -> object:
    return is_exit(text, language=language, own=None)


def _last_column(file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[-1] for line in lines if line.strip() and not line.startswith("#")]


def _per_second(texts: Sequence[str], work: Callable[[str], object], seconds: float) -> float:
    """By processor time, so that other work on the machine does not count."""
    for text in texts:
        work(text)
    count, began = 0, time.process_time()
    while (spent := time.process_time() - began) < seconds:
        for text in texts:
            work(text)
        count += len(texts)
    return round(count / spent)


def _sealing(seconds: float, home: Path) -> dict[str, float]:
    demo = make_demo(home)
    seed = open_seed(demo.wrapped_seed, demo.passphrase, demo.officer_id)
    recipients = RecipientsFile(home).current()
    key = DataKey.make(str(uuid.uuid4()))
    wrapped = key.wrap_for(recipients)
    sealed = seal_content(key, ContentKind.BRIEF, "1", _BODY)
    works: dict[str, Callable[[], object]] = {
        f"wrap a case key for {len(wrapped)}": lambda: key.wrap_for(recipients),
        "unwrap a case key": lambda: open_with_seed(
            wrapped[demo.officer_id],
            seed,
            case_id=key.case_id,
            envelope_id=key.envelope_id,
            recipient_id=demo.officer_id,
        ),
        "seal a text": lambda: seal_content(key, ContentKind.BRIEF, "1", _BODY),
        "open a text": lambda: open_content(key, ContentKind.BRIEF, "1", sealed),
    }
    return {name: _milliseconds(work, seconds) for name, work in works.items()}


def _milliseconds(work: Callable[[], object], seconds: float) -> float:
    """The median of batches, by processor time."""
    batches = []
    end = time.process_time() + seconds
    while time.process_time() < end:
        began = time.process_time()
        for _ in range(BATCH):
            work()
        batches.append((time.process_time() - began) * 1000 / BATCH)
    return round(median(batches), 3)
