"""Are the keys private, is the recipients list signed, and is there somebody to read a case."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from undertone.sealing.demo import OFFICER_LABEL, RECOVERY_LABEL
from undertone.sealing.errors import SealingError
from undertone.sealing.recipients import RecipientList
from undertone.sealing.signing import RecipientsSigner
from undertone.supervise.doctor.finding import Finding
from undertone.supervise.settings import Settings

OTHERS = stat.S_IRWXG | stat.S_IRWXO
PRIVATE = ("keys", "demo", "recovery", "valkey")


def findings(settings: Settings) -> list[Finding]:
    """File permissions, the signed list, and keys that should not be here."""
    if not settings.keys.exists():
        return [Finding.notice("keys", "none yet", "`make run` makes them on its first start")]
    return [*_permissions(settings.home), *_recipients(settings), *_left_here(settings)]


def _permissions(home: Path) -> list[Finding]:
    open_files = [
        path
        for name in PRIVATE
        for path in (home / name, *(home / name).rglob("*"))
        if path.exists() and not _private(path)
    ]
    if not open_files:
        return [Finding.good("keys", "readable by this user only")]
    return [
        Finding.wrong("keys", f"{path} can be read by others", f"chmod -R go= {path}")
        for path in open_files
    ]


def _private(path: Path) -> bool:
    facts = path.lstat()
    return not facts.st_mode & OTHERS and facts.st_uid == os.getuid()


def _recipients(settings: Settings) -> list[Finding]:
    try:
        listed = RecipientsSigner(settings.home).read()
    except SealingError as error:
        return [
            Finding.wrong(
                "recipients",
                f"the list is not to be trusted: {error}",
                "restore var/recipients.json and var/keys from a backup (docs/operations.md)",
            )
        ]
    return [*_readers(listed), *_demo(settings, listed)]


def _readers(listed: RecipientList) -> list[Finding]:
    officers, recovery = len(listed.officers), len(listed.recovery)
    found = []
    if not officers:
        remedy = "`undertone officers add E-MAIL --name NAME`, then `undertone officers pin E-MAIL`"
        found.append(Finding.wrong("recipients", "no officer can open a case", remedy))
    if not recovery:
        remedy = "docs/operations.md says how to make one and keep it offline"
        found.append(Finding.notice("recipients", "there is no recovery key", remedy))
    text = f"list {listed.serial} is signed: {officers} officers, {recovery} recovery keys"
    return found or [Finding.good("recipients", text)]


def _demo(settings: Settings, listed: RecipientList) -> list[Finding]:
    demo = any(each.label in {OFFICER_LABEL, RECOVERY_LABEL} for each in listed.recipients)
    if not demo or settings.demo:
        return []
    text = "a demo key can read new cases"
    return [Finding.wrong("recipients", text, "`undertone officers unpin --demo`")]


def _left_here(settings: Settings) -> list[Finding]:
    seed = settings.home / "recovery" / "recovery.seed"
    if not seed.exists():
        return []
    remedy = "copy it to a medium that is kept offline, check the copy, then delete it here"
    return [Finding.notice("recovery", f"{seed} opens every case", remedy)]
