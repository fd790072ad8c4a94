"""Modules are named by their subject, and tests by what they show."""

from __future__ import annotations

import ast

from tests.structure.source import ALL_FOLDERS, sources

SAYS_NOTHING = frozenset(
    {"utils", "util", "helpers", "helper", "common", "misc", "shared", "stuff", "tools", "lib"}
)
FEWEST_WORDS = 3


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [
        source.name
        for source in sources(*ALL_FOLDERS)
        if SAYS_NOTHING & set(source.module.split("."))
    ]
    assert found == []


def test_no_module_name_only_adds_utils_to_a_subject() -> None:
    endings = ("_utils", "_util", "_helpers", "_helper", "_common", "_misc")
    assert [each.name for each in sources(*ALL_FOLDERS) if each.module.endswith(endings)] == []


def test_test_names_are_sentences() -> None:
    found = [
        f"{source.name}:{node.lineno} {node.name}"
        for source in sources("tests")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and len(node.name.removeprefix("test_").split("_")) < FEWEST_WORDS
    ]
    assert found == []


def test_every_module_says_what_it_is_for() -> None:
    found = [
        source.name
        for source in sources(*ALL_FOLDERS)
        if source.text.strip() and not ast.get_docstring(source.tree)
    ]
    assert found == []
