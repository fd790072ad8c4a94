"""Files and functions that one can read in one go."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.structure.source import ALL_FOLDERS, Source, sources

LONGEST_FILE = 400
AIM_FOR_FILES = 250
LONGEST_FUNCTION = 40
USUAL_FUNCTION = 15
MOST_ABOVE_THE_AIM = 0.1
"""One file, or function, in ten may be longer than the aim."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines(source: Source) -> int:
    return len(source.text.splitlines())


def functions(source: Source) -> Iterator[tuple[str, int]]:
    for node in ast.walk(source.tree):
        if isinstance(node, Function):
            yield f"{source.name}:{node.lineno} {node.name}", length(node)


def length(function: Function) -> int:
    """Lines from ``def`` to the end, without the docstring."""
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        whole -= (first.end_lineno or first.lineno) - first.lineno + 1
    return whole


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    found = [(each.name, lines(each)) for each in sources(*ALL_FOLDERS)]
    assert [each for each in found if each[1] > LONGEST_FILE] == []


def test_nearly_all_files_keep_to_the_aim() -> None:
    found = [each.name for each in sources(*ALL_FOLDERS) if lines(each) > AIM_FOR_FILES]
    assert len(found) <= len(sources(*ALL_FOLDERS)) * MOST_ABOVE_THE_AIM, found


def test_no_function_is_longer_than_forty_lines() -> None:
    found = [each for source in sources(*ALL_FOLDERS) for each in functions(source)]
    assert [each for each in found if each[1] > LONGEST_FUNCTION] == []


def test_nearly_all_functions_are_short() -> None:
    found = [each for source in sources(*ALL_FOLDERS) for each in functions(source)]
    long = [each for each in found if each[1] > USUAL_FUNCTION]
    assert len(long) <= len(found) * MOST_ABOVE_THE_AIM, f"{len(long)} of {len(found)}"
