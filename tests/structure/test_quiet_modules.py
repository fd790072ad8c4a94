"""Nothing prints, and importing a module does nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.structure.source import PACKAGES, Source, sources

DEFINES = (
    ast.Import,
    ast.ImportFrom,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.AnnAssign,
    ast.Assign,
    ast.AugAssign,
    ast.Pass,
)
REACHES_OUT = frozenset(
    {"open", "read_text", "read_bytes", "write_text", "mkdir", "connect", "from_url", "getenv"}
    | {"read_settings", "load_dotenv", "urlopen", "run", "Popen", "sleep"}
)
FRAMEWORK_SAYS_SO = {
    "console/settings.py": "Django reads its settings from a module's names",
    "console/asgi.py": "an ASGI server imports the application by name",
    "console/manage.py": "Django's commands",
    "console/pages/errors.py": "marks Django's own error view as open to all",
    "dialogue/parse.py": "a script that is started by its path, not as a module",
    "undertone/cli/__init__.py": "the console script imports the Typer app by name",
}
"""Where a framework wants work at import, with the reason."""


def statements(source: Source) -> Iterator[ast.stmt]:
    """Module-level statements, without what only type checkers or ``python -m`` run."""
    for node in source.tree.body:
        if isinstance(node, ast.If) and _only_sometimes(node):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        yield node


def _only_sometimes(node: ast.If) -> bool:
    text = ast.unparse(node.test)
    return text.startswith("__name__ ==") or text in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def reaches_out(node: ast.stmt) -> bool:
    """Whether the statement calls something that reads files, opens connections or waits."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            function = inner.func
            name = function.attr if isinstance(function, ast.Attribute) else ""
            name = function.id if isinstance(function, ast.Name) else name
            if name in REACHES_OUT:
                return True
    return False


def test_importing_a_module_does_nothing() -> None:
    found = [
        f"{source.name}:{node.lineno}"
        for source in sources(*PACKAGES)
        if source.name not in FRAMEWORK_SAYS_SO
        for node in statements(source)
        if not isinstance(node, DEFINES)
        or (isinstance(node, ast.Assign | ast.AnnAssign) and reaches_out(node))
    ]
    assert found == []


def test_the_exceptions_still_exist() -> None:
    names = {source.name for source in sources(*PACKAGES)}
    assert set(FRAMEWORK_SAYS_SO) <= names


def test_nothing_prints_or_stops_for_a_debugger() -> None:
    found = [
        f"{source.name}:{node.lineno}"
        for source in sources(*PACKAGES)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"print", "pprint", "breakpoint"}
    ]
    assert found == []
