"""Addresses of signing in and of one's own account; allauth's views, ours to list and guard.

Only what we use is here: no sign-up, no reset by e-mail, no third-party sign-in.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.urls import path, re_path

from console.accounts import views
from console.accounts.access import open_to_all, signed_in, while_setting_up

_SIGN_IN = "one signs in here"

urlpatterns = [
    path("sign-in/", open_to_all(account.login, because=_SIGN_IN), name="account_login"),
    path(
        "sign-in/second-step/",
        open_to_all(second_step.authenticate, because="second half of signing in"),
        name="mfa_authenticate",
    ),
    path(
        "sign-in/passkey/",
        open_to_all(passkey.login_webauthn, because="signing in with a passkey"),
        name="mfa_login_webauthn",
    ),
    path(
        "sign-in/inactive/",
        open_to_all(account.account_inactive, because="tells that an account is switched off"),
        name="account_inactive",
    ),
    path(
        "sign-out/",
        open_to_all(account.logout, because="ends whatever session there is"),
        name="account_logout",
    ),
    re_path(
        r"^set-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        open_to_all(account.password_reset_from_key, because="guarded by the one-time link"),
        name="account_reset_password_from_key",
    ),
    path(
        "set-password/done/",
        open_to_all(account.password_reset_from_key_done, because="says that it worked"),
        name="account_reset_password_from_key_done",
    ),
    path("account/", signed_in(views.account), name="account"),
    path("account/password/", signed_in(account.password_change), name="account_change_password"),
    path("account/password/set/", signed_in(account.password_set), name="account_set_password"),
    path(
        "account/confirm/", while_setting_up(account.reauthenticate), name="account_reauthenticate"
    ),
    path(
        "account/confirm/code/",
        while_setting_up(second_step.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path(
        "account/confirm/passkey/",
        while_setting_up(passkey.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/second-step/", while_setting_up(second_step.index), name="mfa_index"),
    path("account/second-step/app/", while_setting_up(app.activate_totp), name="mfa_activate_totp"),
    path(
        "account/second-step/app/remove/",
        signed_in(app.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/second-step/recovery-codes/",
        signed_in(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second-step/recovery-codes/new/",
        signed_in(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-step/recovery-codes/download/",
        signed_in(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path(
        "account/second-step/passkeys/",
        while_setting_up(passkey.list_webauthn),
        name="mfa_list_webauthn",
    ),
    path(
        "account/second-step/passkeys/add/",
        while_setting_up(passkey.add_webauthn),
        name="mfa_add_webauthn",
    ),
    path(
        "account/second-step/passkeys/<int:pk>/rename/",
        signed_in(passkey.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path(
        "account/second-step/passkeys/<int:pk>/remove/",
        signed_in(views.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
]
