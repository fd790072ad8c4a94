"""Turns the names of responses into words in the client's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from undertone.guard import Level
from undertone.words.catalogue import Catalogue
from undertone.words.responses import CHOOSE, Button, Response, choice_of, choice_payload

_VARIABLE = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"\w+")
FIRST_STRONG_ISOLATE, LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE = "\u2068", "\u2066", "\u2069"
"""Unicode bidi isolates (UAX #9): a number or name inside right-to-left text stays whole."""
_ISOLATES = FIRST_STRONG_ISOLATE + LEFT_TO_RIGHT_ISOLATE + POP_ISOLATE

ButtonSource = Callable[[str], Sequence[Button]]


@dataclass(frozen=True)
class Line:
    """One response in words: what the client would read, and the buttons in rows."""

    text: str
    rows: tuple[tuple[Button, ...], ...]
    level: Level


class Speaker:
    """The one renderer: response name + variables + language → words and buttons."""

    def __init__(
        self,
        responses: Mapping[str, Response],
        catalogues: Mapping[str, Catalogue],
        button_sources: Mapping[str, ButtonSource],
    ) -> None:
        self._responses = responses
        self._catalogues = catalogues
        self._button_sources = button_sources

    def level(self, name: str) -> Level:
        """The level of a response."""
        return self._responses[name].level

    def names(self) -> frozenset[str]:
        """Every response there is."""
        return frozenset(self._responses)

    def say(self, name: str, language: str, variables: Mapping[str, str] | None = None) -> Line:
        """The words of ``name``.

        Raises ``KeyError`` for an unknown response or variable and ``MissingWords`` where
        the language has no words for it.
        """
        response = self._responses[name]
        catalogue = self._catalogues[language]
        variables = variables or {}
        text = _fill(catalogue.translate(name, response.text), variables)
        buttons = [
            Button(catalogue.translate(name, button.title), button.payload)
            for button in response.buttons
            if _is_wanted(button, response, variables)
        ]
        if response.buttons_from:
            made = self._button_sources[response.buttons_from](language)
            left_out = variables.get(response.buttons_without, "").strip(_ISOLATES)
            offered = [button for button in made if button.title != left_out]
            buttons = [*_led(offered, response, variables), *buttons]
        return Line(text, _rows(buttons, response.columns), response.level)


def ltr(text: str) -> str:
    """``text`` kept left to right inside any sentence: telephone numbers, Latin words."""
    return f"{LEFT_TO_RIGHT_ISOLATE}{text}{POP_ISOLATE}"


def isolated(text: str) -> str:
    """``text`` kept apart from the sentence around it, in its own direction."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"


def _fill(text: str, variables: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda match: variables[match.group(1)], text)


def _is_wanted(button: Button, response: Response, variables: Mapping[str, str]) -> bool:
    if not response.buttons_for or not button.payload.startswith(CHOOSE):
        return True
    return choice_of(button.payload) in _WORD.findall(variables.get(response.buttons_for, ""))


def _led(
    buttons: Sequence[Button], response: Response, variables: Mapping[str, str]
) -> list[Button]:
    first = [choice_payload(choice) for choice in variables.get(response.buttons_first, "").split()]
    return sorted(
        buttons,
        key=lambda button: first.index(button.payload) if button.payload in first else len(first),
    )


def _rows(buttons: Sequence[Button], columns: int) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        tuple(buttons[start : start + columns]) for start in range(0, len(buttons), columns)
    )
