"""Addresses of the queue and of cases; officers and leads only."""

from __future__ import annotations

from django.urls import path

from console.accounts.access import for_case_roles
from console.cases.views import case, queue, sealed

urlpatterns = [
    path("queue/", for_case_roles(queue.page), name="queue"),
    path("cases/<uuid:case_id>/", for_case_roles(case.page), name="case"),
    path("cases/<uuid:case_id>/facts/", for_case_roles(case.facts), name="case_facts"),
    path("cases/<uuid:case_id>/claim/", for_case_roles(case.claim), name="case_claim"),
    path("cases/<uuid:case_id>/release/", for_case_roles(case.release), name="case_release"),
    path(
        "cases/<uuid:case_id>/alerts/seen/",
        for_case_roles(case.alerts_seen),
        name="case_alerts_seen",
    ),
    path("cases/<uuid:case_id>/close/", for_case_roles(case.close), name="case_close"),
    path("cases/<uuid:case_id>/brief/", for_case_roles(sealed.briefs), name="case_briefs"),
    path("cases/<uuid:case_id>/messages/", for_case_roles(sealed.messages), name="case_messages"),
]
