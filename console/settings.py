"""Settings of the console, read once from the environment (and ``.env``).

Django wants module-level names; everything here is a typed reader or a constant with its
reason. A bad value raises ``BadSetting`` with the variable's name.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from console.secret import made_once
from undertone.environment import ROOT, BadSetting, Environment, load_dotenv

load_dotenv()
_env = Environment()

HOME: Path = _env.folder("UNDERTONE_HOME", ROOT / "var")
CONSOLE_HOST = _env.text("CONSOLE_HOST", "127.0.0.1")
CONSOLE_PORT = _env.port("CONSOLE_PORT", 8000)
CONSOLE_URL = _env.url("CONSOLE_URL", f"http://localhost:{CONSOLE_PORT}")
BEHIND_TLS = CONSOLE_URL.startswith("https://")
HOME.mkdir(parents=True, exist_ok=True)


def _redis_url() -> str:
    """``REDIS_URL``, else the bundled server's address with the password that it was given."""
    given = _env.secret("REDIS_URL")
    if given:
        return given
    password_file = HOME / "keys" / "valkey.password"
    password = password_file.read_text(encoding="utf-8").strip() if password_file.exists() else ""
    user = f":{quote(password, safe='')}@" if password else ""
    return f"redis://{user}127.0.0.1:{_env.port('VALKEY_PORT', 6390)}/0"


def _database() -> dict[str, object]:
    """``DATABASE_URL``, else SQLite at home with write-ahead log and immediate transactions."""
    url = _env.secret("DATABASE_URL")
    if url and not url.startswith("sqlite"):
        try:
            return {**dj_database_url.parse(url, conn_max_age=0)}
        except (ValueError, KeyError) as error:
            raise BadSetting("DATABASE_URL", "is not an address of a database") from error
    name = dj_database_url.parse(url)["NAME"] if url else HOME / "console.sqlite3"
    # IMMEDIATE: a transaction that will write takes the lock first, so it waits instead of failing.
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options}


REDIS_URL = _redis_url()
SECRET_KEY = _env.secret("DJANGO_SECRET_KEY") or made_once(HOME / "keys" / "django.secret")
DEBUG = False
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ALLOWED_HOSTS = sorted({urlsplit(CONSOLE_URL).hostname or "", "localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = [CONSOLE_URL]
USE_X_FORWARDED_HOST = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "console.accounts",
    "console.cases",
    "console.calls",
    "console.keys",
    "console.stream",
    "console.pages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",  # before whitenoise: workers take the policy of their file
    "console.pages.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "console.accounts.sessions.SessionLimitsMiddleware",
    "console.accounts.access.AccessMiddleware",
]
ROOT_URLCONF = "console.urls"
ASGI_APPLICATION = "console.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "console" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "console.pages.context.navigation",
            ],
        },
    },
]

# --- Static files: built once, served by whitenoise with content hashes in their names
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "console" / "static"]
STATIC_ROOT = _env.folder("CONSOLE_STATIC_ROOT", HOME / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 24 * 3600  # one-time set-password links
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "console.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by whoever runs the service
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    # five wrong passwords or codes for one account from one address, then ten minutes' wait
    "login_failed": "5/10m/key",
    # whoever tries from many addresses
    "login_failed_account": "30/h/key",
    "login_failed_address": "30/10m/ip",
}
ACCOUNT_FORMS = {"login": "console.accounts.forms.SignInForm"}
MFA_ADAPTER = "console.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {"add_webauthn": "console.accounts.forms.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
MFA_TOTP_ISSUER = "Undertone"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# --- Sessions: sign-in lasts a shift at most, and half an hour without a sign of life
IDLE_SECONDS = _env.number("CONSOLE_IDLE_MINUTES", 30, least=5, most=120) * 60
KEY_LOCK_MINUTES = 15  # an unlocked key is forgotten by the browser after so long without a touch
SESSION_FRESH_SECONDS = 10 * 60  # how long signing in counts as having just been proved
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
# Strict: nothing links into the console from elsewhere; an address typed or bookmarked still
# counts as coming from the same site.
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_NAME = "__Host-session" if BEHIND_TLS else "undertone_session"
CSRF_COOKIE_NAME = "__Host-csrf" if BEHIND_TLS else "undertone_csrf"
CSRF_FAILURE_VIEW = "console.pages.errors.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Headers
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if BEHIND_TLS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
# same-origin, not no-referrer: that would make browsers send "Origin: null" with our own forms
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "media-src": ["blob:"],  # voice notes, opened in the page
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# --- Language and time: officers work in English, in UK time
LANGUAGE_CODE = "en-gb"
USE_I18N = True
TIME_ZONE = "Europe/London"
USE_TZ = True

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        # Locks live here: with few places, many false attempts would push real locks out.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
LOGGING_CONFIG = None  # undertone.logs sets logging up where the process starts
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "console.settings")
