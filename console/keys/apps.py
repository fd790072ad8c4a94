"""Tells Django about this app."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    """Officers' public keys and wrapped seeds."""

    name = "console.keys"
    label = "keys"
