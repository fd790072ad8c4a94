"""Training only when needed, and the batch that evaluation uses."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from tests.dialogue.servers import PYTHON, ROOT, Servers

pytestmark = pytest.mark.slow

MANY = {"affirm", "deny", "not_now", "stop", "in_danger", "ask_human", "ask_helpline", "disclose"}


def trainer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("train", ROOT / "dialogue/train.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def parse(lines: list[dict[str, str]]) -> list[dict[str, object]]:
    done = subprocess.run(
        [str(PYTHON), "dialogue/parse.py"],
        cwd=ROOT,
        input="".join(json.dumps(line) + "\n" for line in lines).encode(),
        capture_output=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_model_of_the_present_inputs_is_not_trained_again(servers: Servers) -> None:
    command = [sys.executable, "dialogue/train.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "up to date" in done.stdout


def test_a_changed_input_makes_the_model_stale(tmp_path: Path) -> None:
    train = trainer()
    for name in train.INPUTS:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, target)
    before = train.inputs_hash(tmp_path)
    assert before == train.inputs_hash(ROOT)
    (tmp_path / "data/nlu/en/stop.yml").write_text("changed")
    assert train.inputs_hash(tmp_path) != before


def test_a_batch_gives_one_line_per_line(servers: Servers) -> None:
    lines = [
        {"text": "he is going to kill me", "language": "en"},
        {"text": "", "language": "en"},
        {"text": "خلاص", "language": "ar"},
        {"text": "ⰀⰁⰂⰃ", "language": "en"},
    ]
    answers = parse(lines)
    assert [answer["intent"] for answer in answers] == [
        "in_danger",
        "out_of_scope",
        "stop",
        "out_of_scope",
    ]


def test_every_intent_has_enough_examples_in_every_language() -> None:
    for language in ("en", "ar", "fa"):
        for file in (ROOT / "data/nlu" / language).glob("*.yml"):
            text = yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"][0]["examples"]
            examples = [line for line in text.splitlines() if line.strip()]
            assert len(examples) >= (40 if file.stem in MANY else 25), (language, file.stem)
            assert len(set(examples)) == len(examples), (language, file.stem)


def test_the_model_knows_what_it_was_taught(servers: Servers) -> None:
    taught = []
    for file in sorted((ROOT / "data/nlu").glob("*/*.yml")):
        text = yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"][0]["examples"]
        for line in text.splitlines():
            taught.append((file.stem, {"text": line.strip()[2:], "language": file.parent.name}))
    answers = parse([line for _, line in taught])
    wrong = [
        (intent, line["text"], answer["intent"])
        for (intent, line), answer in zip(taught, answers, strict=True)
        if answer["intent"] != intent
    ]
    assert len(wrong) < 0.05 * len(taught)
    danger = [row for row in taught if row[0] == "in_danger"]
    unheard = [row for row in wrong if row[0] == "in_danger" and row[2] == "out_of_scope"]
    assert len(unheard) <= len(danger) / 500, unheard
