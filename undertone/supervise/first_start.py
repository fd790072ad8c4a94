"""What must exist before the first process starts: folders, keys, someone to seal for."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from undertone.supervise.console_commands import manage
from undertone.supervise.home import private_folder
from undertone.supervise.output import Output
from undertone.supervise.settings import Settings

RECOVERY_LABEL = "Recovery key"
RECOVERY_SEED = "recovery.seed"


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """How to sign in as the demo officer."""

    email: str
    password: str = field(repr=False)
    passphrase: str = field(repr=False)


def make_folders(settings: Settings) -> None:
    """The home with its private folders."""
    for folder in (settings.home, settings.keys):
        private_folder(folder)


def prepare(settings: Settings, console: Mapping[str, str], output: Output) -> SignIn | None:
    """Bring the console's database up to date and make sure that cases can be sealed.

    Returns how to sign in where the demo officer is wanted. Raises ``CommandFailed``.
    """
    manage(console, "prepare")
    if settings.demo:
        return make_demo_officer(settings, console)
    if make_recovery_key(settings.home, settings.home / "recovery"):
        output.say(
            f"RECOVERY KEY MADE: {settings.home / 'recovery' / RECOVERY_SEED} opens every case. "
            "Move it to a medium that is kept offline, then delete it here (docs/operations.md)."
        )
    if demo_is_listed(settings):
        output.say(
            "WARNING: the demo officer can still read every new case. Take the demo keys off the "
            "list before real clients write: `.venv/bin/undertone officers unpin --demo`."
        )
    return None


def make_demo_officer(settings: Settings, console: Mapping[str, str]) -> SignIn:
    """Make the demo material and account where they are missing; says how to sign in."""
    from undertone.sealing.demo import make_demo

    material = make_demo(settings.home)
    account = json.loads(manage(console, "demo_officer").splitlines()[-1])
    return SignIn(
        email=account["email"], password=account["password"], passphrase=material.passphrase
    )


def make_recovery_key(home: Path, seed_folder: Path) -> bool:
    """Make a recovery key and sign it in where ``home`` has no recipients list; True if made.

    So the first client's words can be sealed before the first officer has a key.
    """
    from undertone.sealing.files import write_atomically
    from undertone.sealing.keys import KeyPair
    from undertone.sealing.recipients import Recipient, Role
    from undertone.sealing.signing import RecipientsSigner, make_signing_key
    from undertone.sealing.wire import to_base64

    if (home / "recipients.json").exists():
        return False
    pair = KeyPair.make()
    make_signing_key(home)
    write_atomically(
        private_folder(seed_folder) / RECOVERY_SEED, to_base64(pair.seed).encode() + b"\n"
    )
    key = Recipient(
        id=str(uuid.uuid4()),
        role=Role.RECOVERY,
        label=RECOVERY_LABEL,
        public_key=pair.public_key,
    )
    RecipientsSigner(home).add(key)
    return True


def demo_is_listed(settings: Settings) -> bool:
    """Whether a demo key is among those that new cases are sealed to."""
    from undertone.sealing.demo import OFFICER_LABEL, RECOVERY_LABEL
    from undertone.sealing.signing import RecipientsSigner

    listed = RecipientsSigner(settings.home).read().recipients
    return any(each.label in {OFFICER_LABEL, RECOVERY_LABEL} for each in listed)
