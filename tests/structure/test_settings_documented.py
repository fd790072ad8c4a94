"""Every setting that the code reads stands in docs/operations.md, and no other."""

from __future__ import annotations

import ast
import re

from tests.structure.source import PACKAGES, Source, sources
from undertone.environment import ROOT

READERS = frozenset({"text", "secret", "flag", "number", "port", "folder", "url"})
OPERATIONS = ROOT / "docs" / "operations.md"
SETTING = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")
IN_THE_TABLES = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \|", re.MULTILINE)
NOT_OPERATORS_BUSINESS = {
    "DJANGO_SETTINGS_MODULE": "names our own module to Django",
    "RASA_TELEMETRY_ENABLED": "always off",
    "TF_CPP_MIN_LOG_LEVEL": "set for the training by itself",
    "PTB_TIMEDELTA": "switches the library's time type",
    "SANIC_REQUEST_TIMEOUT": "set for the action server by itself",
    "SANIC_RESPONSE_TIMEOUT": "set for the action server by itself",
}
READ_ELSEWHERE = frozenset({"FORWARDED_ALLOW_IPS", "CHROMIUM_PATH", "PYTHON"})
"""Read by uvicorn, by the set-up scripts or by make."""


def settings_read() -> dict[str, str]:
    """Every variable that the code reads, with the file that reads it."""
    found: dict[str, str] = {}
    for source in sources(*PACKAGES):
        for name in read_by(source):
            if SETTING.fullmatch(name) and name not in NOT_OPERATORS_BUSINESS:
                found.setdefault(name.removesuffix("_FILE"), source.name)
    return found


def read_by(source: Source) -> list[str]:
    """Names in ``env.text("NAME")``, ``os.environ["NAME"]`` and ``os.environ.get("NAME")``."""
    names = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            owner = ast.unparse(node.func.value)
            by_reader = node.func.attr in READERS
            by_hand = owner == "os.environ" and node.func.attr in {"get", "setdefault", "pop"}
            if by_reader or by_hand or node.func.attr == "getenv":
                names += _constant(node.args[0])
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            names += _constant(node.slice)
    return names


def _constant(node: ast.expr) -> list[str]:
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def documented() -> set[str]:
    return set(IN_THE_TABLES.findall(OPERATIONS.read_text(encoding="utf-8")))


def test_every_setting_is_documented() -> None:
    missing = {name: file for name, file in settings_read().items() if name not in documented()}
    assert missing == {}


def test_no_setting_is_documented_that_nothing_reads() -> None:
    assert documented() - set(settings_read()) - READ_ELSEWHERE == set()


def test_the_app_reads_its_environment_only_through_the_typed_readers() -> None:
    allowed = {"undertone/environment.py"}
    wrong = [
        f"{source.name}:{node.lineno}"
        for source in sources("undertone", "bot", "console", "sandbox")
        if source.name not in allowed
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ")
        or (
            isinstance(node, ast.Call)
            and ast.unparse(node.func) in {"os.environ.get", "os.getenv", "getenv"}
        )
    ]
    assert wrong == []
