"""Addresses of the officer's own key."""

from __future__ import annotations

from django.urls import path

from console.accounts.access import for_case_roles
from console.keys import views

urlpatterns = [
    path("", for_case_roles(views.page), name="key"),
    path("save/", for_case_roles(views.save), name="key_save"),
]
