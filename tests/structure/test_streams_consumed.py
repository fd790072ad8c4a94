"""Every message that one end sends is made there and taken in at the other."""

from __future__ import annotations

import ast

import pytest

from tests.structure.source import sources
from undertone.streams.messages import FROM_BOT, FROM_CONSOLE, StreamMessage

WAYS = [
    *[pytest.param(message, "bot", "console", id=message.kind) for message in FROM_BOT],
    *[pytest.param(message, "console", "bot", id=message.kind) for message in FROM_CONSOLE],
]


def names_in(package: str) -> set[str]:
    """Every class name that the package mentions in code (imports left out)."""
    return {
        node.id
        for source in sources(package)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Name)
    }


@pytest.mark.parametrize(("message", "sender", "receiver"), WAYS)
def test_a_message_is_made_at_one_end_and_taken_in_at_the_other(
    message: type[StreamMessage], sender: str, receiver: str
) -> None:
    assert message.__name__ in names_in(sender), f"{sender} never makes it"
    assert message.__name__ in names_in(receiver), f"{receiver} never takes it in"


def test_every_message_class_travels_one_way() -> None:
    travelling = set(FROM_BOT) | set(FROM_CONSOLE)
    assert set(StreamMessage.__subclasses__()) == travelling
    assert not set(FROM_BOT) & set(FROM_CONSOLE)
