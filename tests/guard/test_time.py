"""The time a check takes grows with the text and not faster, whatever is in it."""

from __future__ import annotations

import time

import pytest

from undertone.guard import Level, check

pytestmark = pytest.mark.slow

LONGEST_MESSAGE = 4096
PIECES = (
    *(
        "a",
        "a ",
        "ا",
        "a*",
        "4a ",
        "-a",
        "0 ",
        "a@a.",
        "www.a.",
        "ع ",
        "ab use ",
        "he hit ",
        "*",
        "a_",
    ),
    *(
        "?a?",
        "v*o*nce ",
        "a/1-",
        "refuge from the ",
        "خشونت ",
        "five ",
        "1-2-",
        "a1",
        "abus* ",
        "99:",
    ),
    *("\u200d", "violenc "),
)


def seconds(text: str) -> float:
    """Processor time of the shortest of three checks: other programs do not count."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        check(text, Level.COVER, "fa")
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("piece", PIECES)
def test_a_hostile_text_twice_as_long_takes_about_twice_as_long(piece: str) -> None:
    once = (piece * LONGEST_MESSAGE)[:LONGEST_MESSAGE]
    fourfold = (piece * LONGEST_MESSAGE * 4)[: LONGEST_MESSAGE * 4]
    # Quadratic growth would be sixteenfold; the floor swallows the noise of a busy machine.
    assert seconds(fourfold) < 10 * max(seconds(once), 0.03)
