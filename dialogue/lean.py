"""Keeps TensorFlow out of the process: our pipeline has no neural network.

Rasa imports TensorFlow for components that we do not use; it takes several hundred
megabytes and most of the time of a start. Here its packages are replaced, before Rasa is
imported, by inert ones that can be subclassed and used as decorators but do nothing.
``rasa train`` and ``rasa shell`` from the command line still run with the real one.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from types import ModuleType
from typing import Any, Optional, Sequence

IDLE_SECONDS = 3.0
"""Sanic, under the actions server, drops idle connections after 5 s; we drop them first."""
ABSENT = {"tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras"}


class _InertType(type):
    """Class of ``Inert``: every attribute is inert again."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert

    def __getitem__(cls, _: Any) -> Any:
        return Inert


class Inert(metaclass=_InertType):
    """Stands for any name of an absent package: base class, annotation or decorator."""

    def __new__(cls, *arguments: Any, **_: Any) -> Any:
        """As a decorator give the function back, else an inert object."""
        if cls is Inert and len(arguments) == 1 and callable(arguments[0]):
            return arguments[0]
        return super().__new__(cls)

    def __init__(self, *_: Any, **__: Any) -> None:
        """Takes and ignores everything."""

    def __call__(self, function: Any = None, *_: Any, **__: Any) -> Any:
        """A decorator with arguments gives the function back."""
        return function

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert


class _InertModule(ModuleType):
    __path__: Sequence[str] = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__version__":
            raise AttributeError(name)
        return "2.12.0" if name == "__version__" else Inert


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, name: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        """Claim the absent packages and everything below them."""
        if name.partition(".")[0] not in ABSENT:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """An inert module."""
        return _InertModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def install() -> None:
    """Make the packages absent; call before the first import of Rasa."""
    if "tensorflow" in sys.modules:
        raise RuntimeError("TensorFlow is already loaded")
    sys.meta_path.insert(0, _Finder())


def compile_action_schema() -> None:
    """Check the schema of action answers once instead of on every turn.

    Stock Rasa validates the schema itself each time it validates an answer, which takes
    three quarters of a turn. The answers are checked as strictly as before.
    """
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)

    def validate(_: RemoteAction, result: Any) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate


def keep_connections() -> None:
    """Call the actions server over connections that stay open; stock Rasa opens one per call."""
    from aiohttp import ClientSession, ClientTimeout, TCPConnector
    from rasa.utils.endpoints import DEFAULT_REQUEST_TIMEOUT, EndpointConfig

    class Kept:
        """Hands out one session, made inside the running loop on first use."""

        session: Optional[ClientSession] = None

        async def __aenter__(self) -> ClientSession:
            if Kept.session is None:
                Kept.session = ClientSession(
                    connector=TCPConnector(keepalive_timeout=IDLE_SECONDS),
                    timeout=ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
                )
            return Kept.session

        async def __aexit__(self, *_: Any) -> None:
            return None

    EndpointConfig.session = lambda _: Kept()
