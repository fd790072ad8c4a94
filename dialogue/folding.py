"""Folds what a client types to one spelling (``actions/spelling.py``) before Rasa looks at it.

The message itself stays as it was written: only the text that the featurizers see is folded.
"""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.spelling import fold


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
