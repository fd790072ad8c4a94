"""Forms of signing in, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """E-mail address and password, without "remember me"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Email address"
        for name in ("login", "password"):
            self.fields[name].help_text = ""


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A name, and whether the passkey alone is enough; it is, unless somebody says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"
        self.fields["name"].help_text = "So that you know it again, for example “work laptop”."
        whole = self.fields["passwordless"]
        whole.label = "Sign in with the passkey alone"
        whole.help_text = "It asks for your fingerprint, face or PIN, so no password is needed."
        whole.initial = True
