"""The page about one's own account."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from console.accounts.access import person
from console.accounts.adapter import ONLY_ONE
from undertone.languages import LANGUAGES


def home(request: HttpRequest) -> HttpResponse:
    """Whatever one's role works with first."""
    return redirect("queue" if person(request).handles_cases else "account")


def account(request: HttpRequest) -> HttpResponse:
    """Name, role, team, languages, and where to change password and second step."""
    codes = person(request).languages
    spoken = [LANGUAGES[code].english for code in codes if code in LANGUAGES]
    return render(request, "accounts/account.html", {"languages": spoken})


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Removes a passkey unless it is the only second step."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Remove it, or say why not."""
        passkey = self.get_object()
        if get_adapter().can_delete_authenticator(passkey):
            answer: HttpResponse = super().form_valid(form)
            return answer
        messages.error(self.request, ONLY_ONE)
        return redirect("mfa_list_webauthn")
