"""What is shown of the processes' lines."""

from __future__ import annotations

import asyncio
import io

from tests.supervise.conftest import Screen
from undertone.supervise.output import LONGEST_LINE, Output


async def fed(*chunks: bytes) -> asyncio.StreamReader:
    stream = asyncio.StreamReader()
    for chunk in chunks:
        stream.feed_data(chunk)
    stream.feed_eof()
    return stream


async def test_every_line_carries_its_process_name(screen: Screen) -> None:
    await screen.follow("rasa", await fed(b"one\ntwo\r\nth", b"ree"))
    assert screen.text == "    rasa | one\n    rasa | two\n    rasa | three\n"


async def test_bytes_that_are_no_text_do_not_stop_it(screen: Screen) -> None:
    await screen.follow("bot", await fed(b"\xff\xfe ok\n"))
    assert screen.text.endswith(" ok\n")


async def test_an_endless_line_is_cut(screen: Screen) -> None:
    await screen.follow("bot", await fed(b"x" * (LONGEST_LINE * 3)))
    assert all(len(line) < 70_000 for line in screen.text.splitlines())


def test_a_closed_terminal_stops_nothing() -> None:
    stream = io.StringIO()
    output = Output(stream)
    stream.close()
    output.say("nobody reads this")
