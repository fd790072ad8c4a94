"""All addresses of the console."""

from __future__ import annotations

from django.urls import include, path

from console.accounts import views as accounts
from console.accounts.access import for_case_roles, for_leads, open_to_all, signed_in
from console.live import views as live
from console.service import views as service

handler400 = "console.pages.errors.bad_request"
handler403 = "console.pages.errors.forbidden"
handler404 = "console.pages.errors.not_found"
handler500 = "console.pages.errors.failed"
handler429 = "console.pages.errors.too_many"

urlpatterns = [
    path("", signed_in(accounts.home), name="home"),
    path("", include("console.accounts.urls")),
    path("", include("console.cases.urls")),
    path("", include("console.calls.urls")),
    path("key/", include("console.keys.urls")),
    path("live/", for_case_roles(live.stream), name="live"),
    path("service/", for_leads(service.page), name="service"),
    path(
        "health/",
        open_to_all(service.health, because="says ok or not, nothing else"),
        name="health",
    ),
]
