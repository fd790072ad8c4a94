"""How much is measured: a full run, or a quick one."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Plan:
    """Counts and seconds of every part."""

    starts: int = 2
    """Starts of each side, taken in turns."""
    conversations: int = 12
    """Conversations of one chat on each side, taken in turns."""
    rounds: int = 3
    """Rounds of many chats on each side, taken in turns."""
    round_seconds: float = 12.0
    warm_seconds: float = 3.0
    """Before the counting of a round begins."""
    chats: int = 20
    busy_chats: tuple[int, ...] = (20, 200)
    """How many chats talk while some of them leave."""
    exit_seconds: float = 15.0
    flood_rounds: int = 3
    traced_conversations: int = 6
    kernel_seconds: float = 1.0
    stock_epochs: int = 10
    """Passes over the examples that stock Rasa's network gets; its default is 100."""


FULL = Plan()
QUICK = Plan(
    starts=1,
    conversations=3,
    rounds=1,
    round_seconds=5.0,
    warm_seconds=2.0,
    busy_chats=(20,),
    exit_seconds=5.0,
    flood_rounds=1,
    traced_conversations=2,
    kernel_seconds=0.3,
    stock_epochs=0,
)


def plan(*, quick: bool, busy_chats: int | None) -> Plan:
    """The plan for the command line's choices."""
    chosen = QUICK if quick else FULL
    return chosen if busy_chats is None else replace(chosen, busy_chats=(busy_chats,))
