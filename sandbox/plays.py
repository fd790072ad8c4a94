"""Conversations played inside the server, for benchmarks with many phones at once.

A test program that drives hundreds of phones over HTTP would mostly measure itself. Here
a phone takes its next step as soon as the bot has answered the one before.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from sandbox import buttons, client_side
from sandbox.client_side import Refused
from sandbox.phones import Phone
from sandbox.world import World

PATIENCE = 10.0
"""Seconds to wait for an answer, or for a button to appear."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the client does: write ``say`` or tap the button ``tap``."""

    say: str = ""
    tap: str = ""


@dataclass(frozen=True, slots=True)
class Timing:
    """When a step's update was queued and when the bot's answer stood there, in real time."""

    asked: float
    answered: float


def read_steps(given: Any) -> list[Step]:
    """Steps from JSON: ``[{"say": "/start"}, {"tap": "Yes"}]``.

    Raises ``Refused`` for anything else.
    """
    if not isinstance(given, list) or not given:
        raise Refused("steps must be a list")
    for one in given:
        if not isinstance(one, dict) or list(one) not in (["say"], ["tap"]):
            raise Refused('each step is {"say": text} or {"tap": label}')
        if not all(isinstance(value, str) and value for value in one.values()):
            raise Refused("a step needs a text")
    return [Step(**one) for one in given]


async def play(world: World, phone: Phone, steps: list[Step], patience: float) -> list[Timing]:
    """Play the steps and tell how long each answer took.

    Raises ``Refused`` where an answer or a button does not come within ``patience`` seconds.
    """
    return [
        await _step(world, phone, number, step, patience)
        for number, step in enumerate(steps, start=1)
    ]


async def _step(world: World, phone: Phone, number: int, step: Step, patience: float) -> Timing:
    deadline = time.monotonic() + patience
    while True:
        before = phone.answers
        asked = time.time()
        try:
            _act(world, phone, step)
            break
        except Refused as error:
            await _change(phone, deadline, f"step {number}: {error}")
    while phone.answers == before:
        await _change(phone, deadline, f"step {number}: no answer within {patience} s")
    return Timing(asked, phone.answered_at)


def _act(world: World, phone: Phone, step: Step) -> None:
    if step.say:
        client_side.says(world, phone, step.say)
        return
    message, data = buttons.labelled(client_side.chat_on(world, phone, None), step.tap)
    client_side.taps(world, phone, message, data)


async def _change(phone: Phone, deadline: float, problem: str) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise Refused(problem)
    await phone.wait_beyond(phone.version, left)
