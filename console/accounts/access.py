"""Who may reach a view: stated on the view, enforced in one place.

Fails closed: a view that states no access is refused to everybody, so a forgotten line
shows at once, and the structure test lists every address with its access.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from console.accounts.models import CASE_ROLES, Role, User

log = logging.getLogger(__name__)
View = TypeVar("View", bound=Callable[..., Any])
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Access:
    """What a view asks of whoever comes: ``roles`` None means anybody, signed in or not."""

    roles: frozenset[Role] | None
    second_factor: bool = True
    because: str = ""


def open_to_all(view: View, *, because: str) -> View:
    """Mark ``view`` as reachable without signing in, with the reason."""
    return _marked(view, Access(roles=None, second_factor=False, because=because))


def while_setting_up(view: View) -> View:
    """Mark ``view`` as reachable for whoever signed in but has no second factor yet."""
    return _marked(view, Access(roles=frozenset(Role), second_factor=False))


def signed_in(view: View) -> View:
    """Mark ``view`` as reachable in every role."""
    return _marked(view, Access(roles=frozenset(Role)))


def for_case_roles(view: View) -> View:
    """Mark ``view`` as reachable for officers and leads."""
    return _marked(view, Access(roles=CASE_ROLES))


def for_leads(view: View) -> View:
    """Mark ``view`` as reachable for leads."""
    return _marked(view, Access(roles=frozenset({Role.LEAD})))


def person(request: HttpRequest) -> User:
    """Whoever is signed in; for views that state an access, so there always is somebody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def has_second_factor(user: User) -> bool:
    """Whether the account has an app or a passkey; recovery codes alone do not count."""
    found = Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS)
    return bool(found.exists())


class AccessMiddleware:
    """Lets a request through to its view, or answers in its stead."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        """None where the view may run."""
        access: Access | None = getattr(view, "access", None)
        if access is None:
            log.error("view %s states no access", getattr(view, "__qualname__", "?"))
            raise PermissionDenied
        if access.roles is None:
            return None
        user = request.user
        if not isinstance(user, User) or not user.is_active:
            return sent_to(request, reverse("account_login"))
        if access.second_factor and not has_second_factor(user):
            return sent_to(request, reverse("mfa_index"), keep_address=False)
        if user.role not in access.roles:
            raise PermissionDenied
        return None


def sent_to(request: HttpRequest, address: str, *, keep_address: bool = True) -> HttpResponse:
    """Send a page, a fragment or a script's request elsewhere, each in the way it understands."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"error": "signed_out", "address": address}, status=401)
    htmx = request.headers.get("HX-Request") == "true"
    if keep_address and request.method == "GET" and not htmx:
        address = f"{address}?{urlencode({'next': request.get_full_path()})}"
    return HttpResponseClientRedirect(address) if htmx else HttpResponseRedirect(address)


def _marked(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view
