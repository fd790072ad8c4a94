"""Tells Django about this app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Template tags of all pages."""

    name = "console.pages"
    label = "pages"
