"""Folds what a client types to one spelling before Rasa looks at it.

Phones write the same Arabic or Persian word in many ways; without this each way would
need its own examples. The message itself stays as it was written: only the text that the
featurizers see is folded.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("يىئې", "ی"),
        "ك": "ک",
        "ة": "ه",
        "ۀ": "ه",
        "ؤ": "و",
        "ـ": None,
        "\u200c": " ",
        "\u200d": None,
        **dict.fromkeys("’‘`´ʼ", "'"),
    }
)
# Accents of Latin letters, Arabic vowel signs, joiners and direction marks, skin tones.
# Vowel signs of Indic scripts are letters to their readers and stay.
_MARKS = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff\U0001f3fb-\U0001f3ff]"
)
EMPTY = "unreadable"
"""Stands for a text of which nothing is left, since the classifier needs a word."""
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_PUNCTUATION = re.compile(r"[!-&(-/:-@\[-`{-~،؛؟…«»“”„–—]+")


def fold(text: str) -> str:
    """The text in lower case with one form per letter, no marks and no drawn-out letters."""
    compatible = unicodedata.normalize("NFKC", text).lower().translate(_LETTERS)
    bare = _MARKS.sub("", unicodedata.normalize("NFD", compatible))
    folded = _LONG_RUN.sub(r"\1\1", _digits(unicodedata.normalize("NFC", bare)))
    return " ".join(_PUNCTUATION.sub(" ", folded).split()) or _MARKS.sub("", text).strip() or EMPTY


def _digits(text: str) -> str:
    return "".join(
        str(unicodedata.digit(character)) if character.isdigit() else character
        for character in text
    )


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class TextFolder(GraphComponent):
    """Pipeline step in front of the tokenizer."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "TextFolder":
        """A new step; it has neither settings nor anything learnt."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Fold the text of each message; a button's payload stays as it is."""
        for message in messages:
            text = message.get(TEXT)
            if text and not text.startswith("/"):
                message.set(TEXT, fold(text))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Fold the training examples in the same way."""
        self.process(training_data.training_examples)
        return training_data
