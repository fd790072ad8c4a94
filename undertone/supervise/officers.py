"""Officers: their accounts live in the console, the list of their keys is signed here."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from undertone.environment import load_dotenv
from undertone.sealing.demo import OFFICER_LABEL, RECOVERY_LABEL
from undertone.sealing.errors import BadKey
from undertone.sealing.keys import fingerprint
from undertone.sealing.recipients import Recipient, Role
from undertone.sealing.signing import RecipientsSigner, make_signing_key
from undertone.supervise import services, settings, valkey
from undertone.supervise.console_commands import manage


@dataclass(frozen=True, kw_only=True)
class OfficerKey:
    """What the console keeps of an officer's key pair."""

    recipient_id: str
    label: str
    public_key: str

    @property
    def fingerprint(self) -> str:
        """Computed from the key itself, never taken from the database."""
        return fingerprint(self.public_key)

    def must_have(self, said: str) -> None:
        """Raise ``BadKey`` unless ``said`` is this key's fingerprint."""
        if said.replace(" ", "").lower() != self.fingerprint.replace(" ", ""):
            raise BadKey("that is not this key's fingerprint: do not pin it, ask the officer again")


class NoDemoOfficer(Exception):
    """Codes are only shown for the demo officer."""


class Officers:
    """The accounts of one console and the signed list of one home."""

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        self._home = home
        self._environment = environment

    def add(
        self, email: str, name: str, languages: Sequence[str], role: str, team: str, *, again: bool
    ) -> str:
        """Make the account; what the console says, with the one-time link in it."""
        options = ["--name", name, "--role", role]
        for language in languages:
            options += ["--language", language]
        options += ["--team", team] if team else []
        options += ["--again"] if again else []
        return self._manage("officers_add", *options, "--", email)

    def show(self) -> str:
        """The console's table of accounts."""
        return self._manage("officers_list")

    def public_key(self, email: str) -> OfficerKey:
        """The key that an officer made in the browser; raises ``CommandFailed`` where none is."""
        said = json.loads(self._manage("officers_public_key", "--", email))
        return OfficerKey(
            recipient_id=said["recipient_id"], label=said["label"], public_key=said["public_key"]
        )

    def pin(self, key: OfficerKey) -> None:
        """Sign the key onto the list."""
        make_signing_key(self._home)
        RecipientsSigner(self._home).add(
            Recipient(
                id=key.recipient_id,
                role=Role.OFFICER,
                label=key.label,
                public_key=key.public_key,
            )
        )

    def unpin(self, email: str) -> list[str]:
        """Take an officer's key off the list; the labels of what was taken off."""
        wanted = self.public_key(email).recipient_id
        return self._remove(lambda each: each.id == wanted)

    def unpin_demo(self) -> list[str]:
        """Take the demo keys off the list; the labels of what was taken off."""
        return self._remove(lambda each: each.label in {OFFICER_LABEL, RECOVERY_LABEL})

    def reseal(self, email: str, seed_file: Path) -> str:
        """Seal open cases to an officer too, with the recovery seed; what the console says."""
        return self._manage("reseal", "--seed", str(seed_file.resolve()), "--", email)

    def code(self, email: str) -> str:
        """The demo officer's current code."""
        return self._manage("officers_code", "--", email or self._demo_email())

    def _demo_email(self) -> str:
        for account in json.loads(self._manage("officers_list", "--json")):
            if account["demo"]:
                return str(account["email"])
        raise NoDemoOfficer("there is no demo officer here; real officers use their own device")

    def _remove(self, unwanted: Callable[[Recipient], bool]) -> list[str]:
        signer = RecipientsSigner(self._home)
        leaving = [each for each in signer.read().recipients if unwanted(each)]
        for each in leaving:
            signer.remove(each.id)
        return [each.label for each in leaving]

    def _manage(self, *arguments: str) -> str:
        return manage(self._environment, *arguments).strip()


def at_home() -> Officers:
    """The officers of the home that the settings name; raises ``BadSetting``."""
    load_dotenv()
    chosen = settings.read()
    redis_url = chosen.redis_url or valkey.local_url(chosen.home, chosen.valkey_port) or ""
    return Officers(chosen.home, services.console_environment(chosen, dict(os.environ), redis_url))
