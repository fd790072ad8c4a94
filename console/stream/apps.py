"""Tells Django about this app."""

from django.apps import AppConfig


class StreamConfig(AppConfig):
    """What comes from the gateway and what waits to go to it."""

    name = "console.stream"
    label = "stream"
