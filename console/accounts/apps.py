"""Tells Django about this app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in."""

    name = "console.accounts"
    label = "accounts"
