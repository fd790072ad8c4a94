"""Tells Django about this app."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Agreed calls."""

    name = "console.calls"
    label = "calls"
