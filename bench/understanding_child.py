"""Trains one pipeline on ``data/nlu`` and judges it, in the dialogue environment; prints JSON.

``python -m bench.understanding_child ours|stock FOLDER EPOCHS LANGUAGE…``. A process of its own,
so that memory and start are this pipeline's alone. ``stock`` is the pipeline of ``rasa init``
(docs.rasa.com, "Default Configuration") with the given number of epochs.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STOCK: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    {"name": "EntitySynonymMapper"},
    {"name": "ResponseSelector", "epochs": 100, "constrain_similarities": True},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]
"""``rasa init`` of Rasa 3.6.21."""


def main(which: str, folder: Path, epochs: int, languages: list[str]) -> dict[str, Any]:
    """Train, load in the same process, judge every text."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    sys.path.insert(0, str(ROOT))
    if which == "ours":
        from dialogue.serve import prepare

        prepare()
    from rasa.model_training import train_nlu

    began = time.monotonic()
    model = train_nlu(
        config=str(_config(which, folder, epochs)),
        nlu_data=str(_examples_of(languages, folder)),
        output=str(folder),
        fixed_model_name=which,
        domain=str(ROOT / "domain.yml"),
    )
    trained = time.monotonic() - began
    return {
        "train_seconds": round(trained, 1),
        "model_mb": round(Path(str(model)).stat().st_size / 1e6, 1),
        **_judge(str(model), languages),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _examples_of(languages: list[str], folder: Path) -> Path:
    """The examples of these languages in a folder of their own."""
    chosen = folder / "nlu"
    for code in languages:
        shutil.copytree(ROOT / "data" / "nlu" / code, chosen / code)
    return chosen


def _config(which: str, folder: Path, epochs: int) -> Path:
    if which == "ours":
        return ROOT / "config.yml"
    import yaml

    pipeline = [{**step, "epochs": epochs} if "epochs" in step else step for step in STOCK]
    path = folder / "stock.yml"
    path.write_text(
        yaml.safe_dump({"recipe": "default.v1", "language": "en", "pipeline": pipeline})
    )
    return path


def _judge(model: str, languages: list[str]) -> dict[str, Any]:
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    examples = list(_texts(languages))
    right: dict[str, list[bool]] = {}
    spent = 0.0
    for language, intent, text in examples:
        began = time.process_time()
        parsed = asyncio.run(agent.parse_message(text))
        spent += time.process_time() - began
        right.setdefault(language, []).append(parsed["intent"]["name"] == intent)
    everything = [each for row in right.values() for each in row]
    return {
        "ms_per_message": round(1000 * spent / len(examples), 2),
        "accuracy": round(sum(everything) / len(everything), 3),
        "by_language": {code: round(sum(row) / len(row), 3) for code, row in right.items()},
    }


def _texts(languages: list[str]) -> list[tuple[str, str, str]]:
    found = []
    for code in languages:
        file = ROOT / "tests" / "nlu" / "unseen" / f"{code}.jsonl"
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append((code, row["intent"], row["text"]))
    return found


if __name__ == "__main__":
    chosen, into, passes, *codes = sys.argv[1:]
    print("\n" + json.dumps(main(chosen, Path(into), int(passes), codes)))
