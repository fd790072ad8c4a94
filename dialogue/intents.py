"""Understands a message: which of the intents it is, in whatever language it is written.

One step instead of Rasa's tokenizer, featurizers and classifier: folding
(``actions/spelling.py``), words and pieces of words weighed by how rare they are (tf-idf,
sublinear), multinomial logistic regression (scikit-learn). One model for all languages, because
people write another one than they read and mix two in a line. docs/nlu.md has the comparison.

The stored model is arrays and a word list, nothing that runs code when it is loaded.
"""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from actions.spelling import fold

ROUNDS = 40
"""Passes over the examples; more change no intent."""
DANGER = "in_danger"
UNSURE = "nlu_fallback"
"""The intent that rules and forms know as "not understood" (Rasa's name for it)."""
_ARRAYS, _WORDS = "weights.npz", "words.json"


def vectorizers(longest_piece: int) -> List[TfidfVectorizer]:
    """What is looked at: whole words, and pieces of words with their edges."""
    return [
        TfidfVectorizer(token_pattern=r"\S+", lowercase=False, sublinear_tf=True),  # noqa: S106
        TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(1, longest_piece),
            lowercase=False,
            sublinear_tf=True,
        ),
    ]


class Weights:
    """A trained model: what it looks at and how much each thing counts for each intent."""

    def __init__(
        self,
        looks_at: List[TfidfVectorizer],
        coefficients: np.ndarray,
        intercepts: np.ndarray,
        intents: List[str],
    ) -> None:
        self.looks_at = looks_at
        self.coefficients = coefficients
        self.intercepts = intercepts
        self.intents = intents

    @classmethod
    def learn(
        cls, texts: List[str], intents: List[str], *, longest_piece: int, strength: float
    ) -> "Weights":
        """Fit to examples. ``strength`` is scikit-learn's ``C``."""
        looks_at = vectorizers(longest_piece)
        seen = scipy.sparse.hstack([each.fit_transform(texts) for each in looks_at]).tocsr()
        # saga: the same optimum as the default solver, found many times faster on such wide data
        model = LogisticRegression(
            C=strength, solver="saga", max_iter=ROUNDS, class_weight="balanced", random_state=0
        )
        model.fit(seen, intents)
        weights = np.ascontiguousarray(model.coef_.T, dtype=np.float32)
        return cls(looks_at, weights, model.intercept_, list(model.classes_))

    def shares(self, texts: List[str]) -> np.ndarray:
        """Likelihood of each intent for each text; rows add up to 1.

        A text of which nothing was ever seen is equally likely to be anything.
        """
        seen = scipy.sparse.hstack([each.transform(texts) for each in self.looks_at]).tocsr()
        # the blank at a word's edge is a piece that every text has
        is_known = (seen.getnnz(axis=1) > 1)[:, np.newaxis]
        scores = (seen @ self.coefficients + self.intercepts) * is_known
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentModel(IntentClassifier, GraphComponent):
    """The pipeline step; ``longest_piece`` in letters, ``strength`` as scikit-learn's ``C``.

    An intent that is less likely than ``sure`` is not taken for the meaning, and buttons ask
    instead; for danger ``sure_of_danger`` is enough.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The settings that the comparison found best."""
        return {"longest_piece": 4, "strength": 10.0, "sure": 0.3, "sure_of_danger": 0.2}

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        weights: Optional[Weights] = None,
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._resource = resource
        self._weights = weights

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "IntentModel":
        """A step that has learnt nothing yet."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples and store what was learnt."""
        examples = [each for each in training_data.intent_examples if each.get(TEXT)]
        self._weights = Weights.learn(
            [fold(each.get(TEXT)) for each in examples],
            [each.get(INTENT) for each in examples],
            longest_piece=int(self._config["longest_piece"]),
            strength=float(self._config["strength"]),
        )
        self._store(self._weights)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Put the ranking of intents on each message."""
        texts = [fold(message.get(TEXT) or "") for message in messages]
        if self._weights is None or not texts:
            return messages
        for message, shares in zip(messages, self._weights.shares(texts), strict=True):
            ranked = [
                {"name": self._weights.intents[place], "confidence": float(shares[place])}
                for place in np.argsort(-shares)
            ]
            if not self._is_sure(ranked[0]):
                ranked.insert(0, {"name": UNSURE, "confidence": ranked[0]["confidence"]})
            message.set(INTENT, ranked[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranked, add_to_output=True)
        return messages

    def _is_sure(self, first: Dict[str, Any]) -> bool:
        least = "sure_of_danger" if first["name"] == DANGER else "sure"
        return bool(first["confidence"] >= float(self._config[least]))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing that comes later learns from this step."""
        return training_data

    def _store(self, weights: Weights) -> None:
        words = [sorted(each.vocabulary_, key=each.vocabulary_.get) for each in weights.looks_at]
        longest = weights.looks_at[1].ngram_range[1]
        about = {"words": words, "intents": weights.intents, "longest_piece": longest}
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _WORDS).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
            np.savez_compressed(
                folder / _ARRAYS,
                coefficients=weights.coefficients,
                intercepts=weights.intercepts,
                **{f"idf_{place}": each.idf_ for place, each in enumerate(weights.looks_at)},
            )

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "IntentModel":
        """The step as it was stored; raises where the model has none."""
        with model_storage.read_from(resource) as folder:
            about = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
            with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
                weights = _restored(about, {name: arrays[name] for name in arrays.files})
        return cls(config, model_storage, resource, weights)


def _restored(about: Dict[str, Any], arrays: Dict[str, np.ndarray]) -> Weights:
    looks_at = vectorizers(about["longest_piece"])
    for place, (each, words) in enumerate(zip(looks_at, about["words"], strict=True)):
        each.vocabulary = {word: at for at, word in enumerate(words)}
        each.idf_ = arrays[f"idf_{place}"]
    return Weights(
        looks_at,
        np.ascontiguousarray(arrays["coefficients"]),
        arrays["intercepts"],
        about["intents"],
    )
