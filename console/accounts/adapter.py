"""How allauth behaves here: no sign-up, locks per account and address, sealed secrets."""

from __future__ import annotations

import base64
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from console.accounts.access import SECOND_FACTORS
from console.accounts.sessions import SINCE

ONLY_ONE = "This is your only second step. Add another one first."
LOCKED = "Too many attempts. Wait 10 minutes, then try again."

SAID_BY_THE_PAGE = frozenset(
    {
        "account/messages/logged_in.txt",
        "account/messages/logged_out.txt",
        "mfa/messages/totp_activated.txt",
        "mfa/messages/recovery_codes_generated.txt",
    }
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by whoever runs the service."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": LOCKED,
        "email_password_mismatch": "The email address or the password is wrong.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Leave out what the page that follows says anyway."""
        if message_template not in SAID_BY_THE_PAGE:
            super().add_message(request, level, message_template, *args, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not right after signing in: everything was proved a moment ago."""
        since = context.request.session.get(SINCE, 0)
        if time.time() - since < settings.SESSION_FRESH_SECONDS:
            return False
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt, whether or not the account exists, before the password is looked at.

        By account and address, so that a stranger elsewhere cannot lock an officer out; by
        account alone and by address alone with more room, against many addresses or accounts.
        """
        email = str(credentials.get("email", "")).lower()
        spent = []
        for action, key in (
            ("login_failed", f"{email}|{self.get_client_ip(request)}"),
            ("login_failed_account", email),
            ("login_failed_address", None),
        ):
            usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
            if not usage:
                raise self.validation_error("too_many_login_attempts")
            spent.append(usage)
        for other in spent[1:]:
            spent[0].usage.extend(other.usage)
        self._login_failed_rl_usage = spent[0]  # given back by allauth where the password is right


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of second factors are encrypted in the database; the last one stays."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": ONLY_ONE,
        "incorrect_code": "The code is wrong or was used already. Wait for the next one.",
    }

    def encrypt(self, text: str) -> str:
        """``text`` readable only with the key in Django's secret."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Counterpart of ``encrypt``."""
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Only while another app or passkey is left."""
        others = Authenticator.objects.filter(
            user_id=authenticator.user_id, type__in=SECOND_FACTORS
        ).exclude(pk=authenticator.pk)
        return bool(others.exists())

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002
        """The name that the form suggests."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "My passkey" if not count else f"Passkey {count + 1}"


def _fernet() -> Fernet:
    """A key of its own, so that the one secret is never used twice for different things."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"undertone/v1/second-factor")
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode())))
