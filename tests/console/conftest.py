"""The console on its own temporary home, people with stated access, and cases that are sealed.

``CONSOLE_TEST_DATABASE_URL`` names a PostgreSQL server to run the same tests on.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

HOME = Path(tempfile.mkdtemp(prefix="undertone-console-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["DJANGO_SETTINGS_MODULE"] = "console.settings"
_OWN = {
    "UNDERTONE_HOME": str(HOME),
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "CONSOLE_URL": "",
    "DATABASE_URL": os.environ.get("CONSOLE_TEST_DATABASE_URL", ""),
}

with patch.dict(os.environ, _OWN):
    for _name in ("DATABASE_URL_FILE", "REDIS_URL_FILE", "DJANGO_SECRET_KEY"):
        os.environ.pop(_name, None)
    import console.settings

(HOME / "static").mkdir()
if not _OWN["DATABASE_URL"]:
    console.settings.DATABASES["default"]["TEST"] = {"NAME": HOME / "test.sqlite3"}
console.settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# One cheap round: what is tested is who gets in, not how long a hash takes.
console.settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

import django  # noqa: E402

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from allauth.mfa.adapter import get_adapter  # noqa: E402
from allauth.mfa.models import Authenticator  # noqa: E402
from asgiref.sync import sync_to_async  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

from console.accounts.models import Role, Team, User  # noqa: E402
from tests.console.material import TOTP_SECRET, Officer, Sealer  # noqa: E402
from tests.console.site import running_valkey  # noqa: E402


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Locks of one test must not meet the next."""
    cache.clear()


@pytest.fixture
def sealer(tmp_path: Path, settings: object) -> Sealer:
    """Seals cases for the officers that were added to its signed list."""
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    return Sealer(tmp_path)


@pytest.fixture
def team(db: None) -> Team:
    """The team whose queue the cases go to."""
    return Team.first()


@pytest.fixture
def person(team: Team) -> Callable[..., User]:
    """Makes somebody with a second factor, in the first team unless told otherwise."""

    def make(role: Role, *, name: str = "", of: Team | None = None, factor: bool = True) -> User:
        name = name or role.value
        email = f"{name.replace(' ', '.').lower()}@example.org"
        user = User.objects.create_account(email, name, role=role, team=of or team)
        user.set_password("a long test password")
        user.save()
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        if factor:
            data = {"secret": get_adapter().encrypt(TOTP_SECRET)}
            Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
        return user

    return make


@pytest.fixture
def officer(person: Callable[..., User]) -> User:
    return person(Role.OFFICER, name="Olga Officer")


@pytest.fixture
def lead(person: Callable[..., User]) -> User:
    return person(Role.LEAD, name="Leo Lead")


@pytest.fixture
def stranger(person: Callable[..., User], db: None) -> User:
    """An officer of another team."""
    return person(Role.OFFICER, name="Otto Other", of=Team.objects.create(name="Other team"))


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser in which the user is signed in."""

    def open_browser(user: User) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return open_browser


@pytest.fixture
def keyed(sealer: Sealer) -> Callable[[User], Officer]:
    """Gives a user a key pair that stands in the signed list."""
    return sealer.give_key


@pytest.fixture
async def threads(transactional_db: None) -> AsyncIterator[None]:
    """For tests that touch the database from threads: closes what those leave open."""
    yield
    await sync_to_async(connections.close_all)()


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[str]:
    """Address of a real server that nobody else uses."""
    with running_valkey(tmp_path) as address:
        yield address
