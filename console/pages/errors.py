"""Error pages: plain words, nothing about the inside."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from console.accounts.access import open_to_all


def _page(request: HttpRequest, status: int, title: str, *text: str) -> HttpResponse:
    context = {"title": title, "text": text}
    return render(request, "pages/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _page(request, 400, "This request could not be read", "Go back and try again.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _page(
        request, 403, "You cannot see this page", "Your role does not include it. Ask your lead."
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _page(
        request,
        404,
        "Page not found",
        "The address may be wrong, or the case belongs to another team.",
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 after a failed check of the form's token."""
    return _page(
        request,
        403,
        "This page is out of date",
        "Nothing was changed. Load the page again, then repeat what you did.",
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """429."""
    return _page(request, 429, "Too many attempts", "Wait 10 minutes, then try again.")


def failed(request: HttpRequest) -> HttpResponse:
    """500: rendered without context processors, which may be what failed."""
    from django.template.loader import render_to_string

    text = (
        "Nothing that you wrote was sent.",
        "Try again in a minute. If it goes on, tell your lead.",
    )
    html = render_to_string("pages/failed.html", {"title": "Something went wrong", "text": text})
    return HttpResponse(html, status=500)


open_to_all(stale_form, because="an error page")
