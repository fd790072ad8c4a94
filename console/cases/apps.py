"""Tells Django about this app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases and the relay."""

    name = "console.cases"
    label = "cases"

    def ready(self) -> None:
        """The history has its own module; Django must know its model too."""
        from console.cases import history  # noqa: F401
