"""Typed readers for settings that come from the environment (and ``.env``).

Every process has one settings module that calls these readers, so that a bad value
stops the start and the message names the variable (twelve-factor config; secrets as
files follow the Docker/Kubernetes ``*_FILE`` convention).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds the checkout: ``pyproject.toml``, ``domain.yml``, ``data/`` …"""

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


class BadSetting(Exception):
    """A setting has a value that cannot be used; the text names the variable and the remedy."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name


def load_dotenv(path: Path | None = None, environ: dict[str, str] | None = None) -> None:
    """Read ``NAME=value`` lines of ``.env`` into the environment; what is set already wins.

    Raises ``BadSetting`` where a line is neither blank, a comment nor ``NAME=value``.
    """
    target = os.environ if environ is None else environ
    file = path or ROOT / ".env"
    if not file.exists():
        return
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        name, equals, value = entry.removeprefix("export ").partition("=")
        if not equals or not name.strip().isidentifier():
            raise BadSetting(f"{file.name} line {number}", "write NAME=value")
        target.setdefault(name.strip(), value.strip().strip("'\""))


class Environment:
    """Reads one mapping of variables (``os.environ`` unless given) with types and defaults."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = os.environ if variables is None else variables

    def text(self, name: str, default: str = "") -> str:
        """The variable as text without surrounding space; ``default`` where unset or empty."""
        return self._variables.get(name, "").strip() or default

    def secret(self, name: str) -> str:
        """The secret in ``NAME`` or in the file that ``NAME_FILE`` names; empty where not set."""
        file = self.text(f"{name}_FILE")
        if not file:
            return self.text(name)
        if self.text(name):
            raise BadSetting(name, f"set {name} or {name}_FILE, not both")
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE", f"cannot read {file}: {error.strerror}") from error

    def flag(self, name: str, default: bool) -> bool:
        """A yes/no setting: 1/true/yes/on or 0/false/no/off."""
        value = self.text(name).lower()
        if not value:
            return default
        if value in _TRUE:
            return True
        if value in _FALSE:
            return False
        raise BadSetting(name, f"write yes or no, not {value!r}")

    def number(self, name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
        """A whole number between ``least`` and ``most``."""
        value = self.text(name)
        if not value:
            return default
        try:
            result = int(value)
        except ValueError:
            raise BadSetting(name, f"write a whole number, not {value!r}") from None
        if not least <= result <= most:
            raise BadSetting(name, f"must lie between {least} and {most}, not {result}")
        return result

    def port(self, name: str, default: int) -> int:
        """A TCP port from 1 to 65535."""
        return self.number(name, default, least=1, most=65535)

    def folder(self, name: str, default: Path) -> Path:
        """An absolute folder path; relative ones count from the checkout."""
        path = Path(self.text(name) or default)
        return path if path.is_absolute() else ROOT / path

    def url(
        self, name: str, default: str = "", *, schemes: tuple[str, ...] = ("http", "https")
    ) -> str:
        """A URL of one of ``schemes`` without a trailing slash."""
        value = self.text(name, default).rstrip("/")
        if value and value.split("://", 1)[0] not in schemes:
            raise BadSetting(name, f"must start with {' or '.join(s + '://' for s in schemes)}")
        return value
