"""Making accounts: what the commands and the first start share."""

from __future__ import annotations

import json
import os
import secrets
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from console.accounts.models import Role, Team, User
from console.keys.models import OfficerKey
from undertone.sealing.demo import DemoMaterial

DEMO_EMAIL = "officer@undertone.example"
DEMO_NAME = "Demo officer"


@dataclass(frozen=True)
class DemoAccount:
    """How to sign in as the demo officer."""

    email: str
    password: str
    totp_secret: str


def make_account(email: str, name: str, *, role: Role, team: Team, languages: list[str]) -> User:
    """A new account without a password, its address taken as confirmed."""
    with transaction.atomic():
        user = User.objects.create_account(email, name, role=role, team=team)
        user.languages = languages
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def set_password_link(user: User) -> str:
    """A link that sets the password once; it dies with its use and after a day."""
    place = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.CONSOLE_URL + reverse("account_reset_password_from_key", kwargs=place)


def make_demo_account(material: DemoMaterial) -> DemoAccount:
    """The demo officer with password, second factor and the key pair of ``material``.

    Safe to run again: what is there stays, what differs from the kept file is set right.
    """
    account = _kept(settings.HOME / "demo" / "console.json")
    with transaction.atomic():
        user = User.objects.filter(email=account.email).first() or make_account(
            account.email,
            DEMO_NAME,
            role=Role.LEAD,
            team=Team.first(),
            languages=["en", "ar", "fa"],
        )
        user.is_demo = True
        if not user.check_password(account.password):
            user.set_password(account.password)
        user.save()
        _set_app(user, account.totp_secret)
        _set_key(user, material)
    return account


def totp_secret_of(user: User) -> str | None:
    """The secret of the account's app, for the demo officer's code."""
    app = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    return get_adapter().decrypt(app.data["secret"]) if app else None


def _kept(path: Path) -> DemoAccount:
    if path.exists():
        return DemoAccount(**json.loads(path.read_text(encoding="utf-8")))
    account = DemoAccount(DEMO_EMAIL, secrets.token_urlsafe(12), generate_totp_secret())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(account), file)
    draft.replace(path)
    return account


def _set_app(user: User, secret: str) -> None:
    if totp_secret_of(user) == secret:
        return
    Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).delete()
    Authenticator.objects.create(
        user_id=user.pk,
        type=Authenticator.Type.TOTP,
        data={"secret": get_adapter().encrypt(secret)},
    )
    RecoveryCodes.activate(user)


def _set_key(user: User, material: DemoMaterial) -> None:
    recipient_id = uuid.UUID(material.officer_id)
    if OfficerKey.objects.filter(pk=recipient_id).exists():
        return
    OfficerKey.objects.filter(officer=user, retired_at=None).update(retired_at=timezone.now())
    OfficerKey.objects.create(
        recipient_id=recipient_id,
        officer=user,
        public_key=material.public_key,
        wrapped_seed=material.wrapped_seed,
    )
