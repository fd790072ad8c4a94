"""Responses by name: Rasa picks which one, the gateway turns it into words.

Stock Rasa would look for ``{numbers}`` and other placeholders among the slots on every
turn and log an error with the text; here they stay as they are.
"""

from __future__ import annotations

from typing import Any, Dict, Optional

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig


class ResponseNames(TemplatedNaturalLanguageGenerator):
    """Gives the source text of a response with its placeholders unfilled."""

    def __init__(
        self, endpoint_config: Optional[EndpointConfig] = None, domain: Optional[Domain] = None
    ) -> None:
        super().__init__(domain.responses if domain else {})

    def _fill_response(
        self,
        response: Dict[str, Any],
        filled_slots: Optional[Dict[str, Any]] = None,
        **kwargs: Any,
    ) -> Dict[str, Any]:
        return response
