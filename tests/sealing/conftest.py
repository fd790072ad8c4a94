"""One Node process for all tests of this room: starting one takes longer than a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from undertone.sealing.envelope import DataKey

from .material import CASE
from .node_side import NodeSide


@pytest.fixture(scope="session")
def browser() -> Iterator[NodeSide]:
    with NodeSide() as side:
        yield side


@pytest.fixture(scope="session")
def key() -> DataKey:
    return DataKey.make(CASE)
