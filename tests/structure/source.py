"""Our own Python files, parsed once: what the structure rules look at."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from undertone.environment import ROOT

PROCESSES = ("bot", "console", "sandbox", "actions", "dialogue")
PACKAGES = ("undertone", *PROCESSES)
ALL_FOLDERS = (*PACKAGES, "tests", "bench", "deploy")
NOT_OURS = frozenset({".venv", "node_modules", "__pycache__", "migrations"})
"""Migrations are written by Django; the others are not in the repository."""


@dataclass(frozen=True)
class Source:
    """One file of ours."""

    path: Path

    @property
    def name(self) -> str:
        """Path from the checkout, as it is named in a failure."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def top(self) -> str:
        """The package it belongs to."""
        return self.path.relative_to(ROOT).parts[0]

    @property
    def module(self) -> str:
        """Dotted module name."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @functools.cached_property
    def text(self) -> str:
        """What it says."""
        return self.path.read_text(encoding="utf-8")

    @functools.cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text, filename=self.name)

    def imports(self) -> tuple[str, ...]:
        """Every module that it imports anywhere, by absolute dotted name."""
        return self._imports

    @functools.cached_property
    def _imports(self) -> tuple[str, ...]:
        return tuple(self._find_imports())

    def _find_imports(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from self._imported_from(node)

    def _imported_from(self, node: ast.ImportFrom) -> Iterator[str]:
        base = node.module or ""
        if node.level:
            package = self.module.split(".")
            depth = node.level - (self.path.name == "__init__.py")
            base = ".".join([*package[: len(package) - depth], *filter(None, [node.module])])
        yield base
        yield from (f"{base}.{alias.name}" for alias in node.names)


@functools.cache
def sources(*folders: str) -> tuple[Source, ...]:
    """All files of ours in ``folders``, sorted by path."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(_source(path) for path in sorted(found) if not NOT_OURS & set(path.parts))


@functools.cache
def _source(path: Path) -> Source:
    """One object a file, so that it is parsed once however many rules look at it."""
    return Source(path)


def lies_in(module: str, *packages: str) -> bool:
    """Whether ``module`` is one of ``packages`` or inside one."""
    return any(module == each or module.startswith(f"{each}.") for each in packages)
