"""Cue words as features that count for more than a piece of a word.

Rasa's own featurizer gives a matching pattern the same weight as any of thousands of
character pieces. The patterns stand in ``data/nlu/cues.yml``.
"""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple

import scipy.sparse
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.sparse_featurizer.regex_featurizer import RegexFeaturizer
from rasa.shared.nlu.training_data.message import Message

Features = Optional[scipy.sparse.coo_matrix]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class CueFeaturizer(RegexFeaturizer):
    """``RegexFeaturizer`` whose features have the value ``weight`` instead of 1."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Rasa's settings, and ``weight``."""
        return {
            **RegexFeaturizer.get_default_config(),
            "case_sensitive": False,
            "use_word_boundaries": False,
            "weight": 3.0,
        }

    def _features_for_patterns(self, message: Message, attribute: str) -> Tuple[Features, Features]:
        sequence, sentence = super()._features_for_patterns(message, attribute)
        if sequence is None or sentence is None:
            return None, None
        weight = float(self._config["weight"])
        return (sequence * weight).tocoo(), (sentence * weight).tocoo()
