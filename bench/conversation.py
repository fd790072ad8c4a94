"""The one conversation that both sides hold: typed messages and buttons, mixed.

Ours gets the buttons as taps. Stock Rasa's REST channel has no buttons of ours, so it gets
their labels as text, which its model must then understand.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One message of the client: something typed, or a button by its label."""

    text: str
    is_tap: bool = False


def types(text: str) -> Step:
    """The client writes."""
    return Step(text)


def taps(label: str) -> Step:
    """The client presses a button."""
    return Step(label, is_tap=True)


EXIT = taps("✖")

TALK: tuple[Step, ...] = (
    types("hello"),
    taps("Yes"),
    taps("Yes, I am alone"),
    taps("Keep this word"),
    taps("Go away"),
    types("no, not right now"),
    taps("No"),
    taps("That is all"),
    taps("Yes"),
    types("Amal"),
    taps("Only this chat"),
    taps("Evening"),
    types("Leeds"),
    taps("Hotel"),
    types("who are you?"),
    taps("The Home Office"),
    taps("No"),
    taps("No"),
    types("I don't have it"),
    types("He takes my phone and my papers and says nobody will help me"),
    types("I want it to stop and to live in peace with my family"),
)
"""Up to the client's own words; ``EXIT`` ends it."""
