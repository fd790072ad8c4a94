"""Addresses of calls; officers and leads only."""

from __future__ import annotations

from django.urls import path

from console.accounts.access import for_case_roles
from console.calls import views

urlpatterns = [
    path("calls/", for_case_roles(views.page), name="calls"),
    path("cases/<uuid:case_id>/call/", for_case_roles(views.section), name="case_call"),
    path(
        "cases/<uuid:case_id>/call/number/", for_case_roles(views.number), name="case_call_number"
    ),
    path(
        "cases/<uuid:case_id>/call/outcome/",
        for_case_roles(views.outcome),
        name="case_call_outcome",
    ),
]
