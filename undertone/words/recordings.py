"""Recorded prompts: a response read aloud by a person, for who finds reading hard.

``data/audio/<language>/<response>.ogg``, Opus in Ogg as the Bot API wants voice messages. A
recording says what the reviewed words say; nothing here speaks by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from undertone.environment import ROOT
from undertone.guard import Level
from undertone.languages import Language
from undertone.words.catalogue import load_catalogues
from undertone.words.responses import Response, load_responses

FOLDER = ROOT / "data" / "audio"
MOST_BYTES = 1_000_000
"""Telegram shows a larger file as a download instead of playing it (Bot API, sendVoice)."""


@dataclass(frozen=True)
class Missing:
    """A response that nobody has read aloud yet: the file to make and what to say in it."""

    path: Path
    words: str


def recording(language: str, response: str, folder: Path = FOLDER) -> Path | None:
    """The recording of a response, where there is one."""
    path = folder / language / f"{response}.ogg"
    return path if path.is_file() and path.stat().st_size <= MOST_BYTES else None


def missing(language: Language, folder: Path = FOLDER) -> Iterator[Missing]:
    """What is still to be recorded in ``language``: private words that are always the same."""
    catalogue = load_catalogues([language])[language.code]
    for response in load_responses().values():
        if can_be_recorded(response) and recording(language.code, response.name, folder) is None:
            words = catalogue.find(response.name, response.text)
            path = folder / language.code / f"{response.name}.ogg"
            yield Missing(path, words.text if words else "")


def can_be_recorded(response: Response) -> bool:
    """Whether a response is heard inside a session only, and has nothing to fill in."""
    return response.level is Level.PRIVATE and "{" not in response.text
