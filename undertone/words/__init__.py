"""Every word that can reach a client: English source in ``domain.yml``, the rest in gettext.

Fails closed: a response without a level, or without words in a language that is served,
is an error and never an English sentence in the middle of somebody's conversation.
"""

from undertone.words.catalogue import Catalogue, MissingWords, Translation, load_catalogues
from undertone.words.responses import (
    BadDomain,
    Button,
    Response,
    choice_of,
    choice_payload,
    load_responses,
)
from undertone.words.speaker import Line, Speaker

__all__ = [
    "BadDomain",
    "Button",
    "Catalogue",
    "Line",
    "MissingWords",
    "Response",
    "Speaker",
    "Translation",
    "choice_of",
    "choice_payload",
    "load_catalogues",
    "load_responses",
]
