"""A demo officer and a recovery key, for trying out on one machine and for nothing else.

Seed, passphrase and recovery key lie side by side in ``demo/``, so whoever reads the disk reads
every case: the opposite of what sealing is for. With real clients, officers make their own key
pairs in the browser, the recovery key is kept offline, and ``demo/`` is removed together with
its rows in the list (``undertone officers``).
"""

from __future__ import annotations

import json
import secrets
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from undertone.sealing.errors import BadKey
from undertone.sealing.files import make_private_folder, write_atomically
from undertone.sealing.keys import KeyPair, fingerprint, open_seed, read_seed_file, wrap_seed
from undertone.sealing.recipients import Recipient, Role
from undertone.sealing.signing import RecipientsSigner, make_signing_key
from undertone.sealing.wire import to_base64

OFFICER_LABEL = "Demo officer (only for trying out)"
RECOVERY_LABEL = "Demo recovery key (only for trying out)"

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that are read as one another: 31 of them, 79 bits in 16 places."""
_GROUPS, _GROUP = 4, 4


@dataclass(frozen=True, kw_only=True)
class DemoMaterial:
    """What a first start made: who the demo officer is and how to open what they receive."""

    officer_id: str
    """The recipient id of the demo officer."""
    officer_label: str
    passphrase: str = field(repr=False)
    wrapped_seed: dict[str, Any] = field(repr=False)
    public_key: str
    recovery_id: str
    folder: Path
    passphrase_file: Path
    recovery_seed_file: Path
    recipients_file: Path

    @property
    def fingerprint(self) -> str:
        """The demo officer's fingerprint."""
        return fingerprint(self.public_key)


def make_demo(home: Path) -> DemoMaterial:
    """The demo material of ``home``, made and signed where it is missing. Safe to call again.

    Raises ``BadKey`` or ``WrongPassphrase`` where files in ``demo/`` do not belong together;
    remove the folder then and call again.
    """
    folder = home / "demo"
    make_private_folder(folder)
    _make_signing_key(home)
    passphrase = _passphrase(folder / "passphrase.txt")
    officer = _officer(folder / "officer.json", passphrase)
    recovery = _recovery(folder)
    _sign(home, (_as_recipient(officer, Role.OFFICER), _as_recipient(recovery, Role.RECOVERY)))
    return DemoMaterial(
        officer_id=officer["id"],
        officer_label=officer["label"],
        passphrase=passphrase,
        wrapped_seed=officer["wrapped_seed"],
        public_key=officer["public_key"],
        recovery_id=recovery["id"],
        folder=folder,
        passphrase_file=folder / "passphrase.txt",
        recovery_seed_file=folder / "recovery.seed",
        recipients_file=home / "recipients.json",
    )


def _make_signing_key(home: Path) -> None:
    # Where only the public half is here the signing key is kept elsewhere, and stays there.
    if not (home / "keys" / "recipients.pub").exists():
        make_signing_key(home)


def _passphrase(file: Path) -> str:
    if not file.exists():
        groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
        write_atomically(file, "-".join(groups).encode() + b"\n")
    return file.read_text(encoding="ascii").strip()


def _officer(file: Path, passphrase: str) -> dict[str, Any]:
    if not file.exists():
        pair, officer_id = KeyPair.make(), str(uuid.uuid4())
        made = {
            "warning": "for trying out only",
            "id": officer_id,
            "label": OFFICER_LABEL,
            "public_key": pair.public_key,
            "wrapped_seed": wrap_seed(pair.seed, passphrase, officer_id),
        }
        write_atomically(file, json.dumps(made, indent=1).encode() + b"\n")
    officer = _read_json(file)
    seed = open_seed(officer["wrapped_seed"], passphrase, officer["id"])
    _must_belong(file, officer, seed)
    return officer


def _recovery(folder: Path) -> dict[str, Any]:
    seed_file, file = folder / "recovery.seed", folder / "recovery.json"
    if not seed_file.exists():
        write_atomically(seed_file, to_base64(KeyPair.make().seed).encode() + b"\n")
    pair = KeyPair.from_seed(read_seed_file(seed_file))
    if not file.exists():
        made = {
            "warning": "for trying out only",
            "id": str(uuid.uuid4()),
            "label": RECOVERY_LABEL,
            "public_key": pair.public_key,
        }
        write_atomically(file, json.dumps(made, indent=1).encode() + b"\n")
    recovery = _read_json(file)
    _must_belong(file, recovery, pair.seed)
    return recovery


def _read_json(file: Path) -> dict[str, Any]:
    try:
        body = json.loads(file.read_bytes())
    except ValueError:
        body = None
    if not isinstance(body, dict) or not {"id", "label", "public_key"} <= set(body):
        raise BadKey(f"{file} is not demo material: remove the folder and start again")
    return body


def _must_belong(file: Path, owner: dict[str, Any], seed: bytes) -> None:
    if KeyPair.from_seed(seed).public_key != owner["public_key"]:
        raise BadKey(f"{file} and its seed do not belong together: remove the folder, start again")


def _as_recipient(owner: dict[str, Any], role: Role) -> Recipient:
    return Recipient(
        id=owner["id"], role=role, label=owner["label"], public_key=owner["public_key"]
    )


def _sign(home: Path, wanted: tuple[Recipient, ...]) -> None:
    signer = RecipientsSigner(home)
    listed = signer.read().recipients
    if set(wanted) <= set(listed):
        return
    for left_over in listed:
        # Rows of a demo folder that was removed: nobody holds their seeds any more.
        if left_over.label in {OFFICER_LABEL, RECOVERY_LABEL} and left_over not in wanted:
            signer.remove(left_over.id)
    for recipient in wanted:
        signer.add(recipient)
