"""Understands a batch: JSON lines ``{"text", "language"}`` in, ``{"intent", "confidence"}`` out.

Loads the newest model once. The intent is what the dialogue would act on: where the model
is not sure enough it is ``out_of_scope``. Nothing else is printed on standard output.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, Dict, List

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dialogue.serve import prepare  # noqa: E402 (the line above makes it importable)

BATCH = 256


class Understanding:
    """The NLU part of the newest model."""

    def __init__(self, models: str) -> None:
        from rasa.core.processor import MessageProcessor
        from rasa.model import get_latest_model

        model = get_latest_model(models)
        if not model:
            raise SystemExit(f"no model in {models}: run dialogue/train.py")
        _, self._metadata, self._graph = MessageProcessor._load_model(model)

    def of(self, texts: List[str]) -> List[Dict[str, Any]]:
        """Intent and confidence of each text."""
        from rasa.core.channels.channel import UserMessage

        from actions.spelling import EMPTY

        messages = [UserMessage(text if text.strip() else EMPTY) for text in texts]
        inputs = {"__message__": messages, "__tracker__": None}
        target = self._metadata.nlu_target
        parsed = self._graph.run(inputs=inputs, targets=[target])[target]
        return [_plain(message.as_dict(only_output_properties=True)) for message in parsed]


def _plain(parsed: Dict[str, Any]) -> Dict[str, Any]:
    intent = parsed.get("intent") or {}
    name = intent.get("name")
    return {
        "intent": "out_of_scope" if name in (None, "nlu_fallback") else name,
        "confidence": round(float(intent.get("confidence") or 0.0), 4),
    }


def main() -> None:
    """Read standard input to its end, write one line per line."""
    texts = [str(json.loads(line)["text"]) for line in sys.stdin if line.strip()]
    prepare()
    understanding = Understanding(os.environ.get("RASA_MODELS", "models"))
    for start in range(0, len(texts), BATCH):
        for row in understanding.of(texts[start : start + BATCH]):
            sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
