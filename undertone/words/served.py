"""Which languages are offered: all, or only those whose words a person has reviewed.

A draft by a machine may say something else than it should, and nobody who runs the service
may be able to tell. So with a real bot the default is to offer what was reviewed, and the
setting ``UNREVIEWED_WORDS`` says otherwise. English is the source and always offered.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from undertone.environment import ROOT, Environment
from undertone.languages import LANGUAGES, Language
from undertone.words.update import all_statuses

SETTING = "UNREVIEWED_WORDS"


def may_be_unreviewed(environment: Environment, *, sandbox: bool) -> bool:
    """Whether drafts may be served: what the setting says, else only in the sandbox."""
    return environment.flag("UNREVIEWED_WORDS", default=sandbox)


def served_languages(*, unreviewed: bool, root: Path = ROOT) -> tuple[Language, ...]:
    """The languages to offer, in the order of the table."""
    if unreviewed:
        return tuple(LANGUAGES.values())
    return tuple(row.language for row in all_statuses(root) if row.reviewed == row.total)


def explain(served: Iterable[Language]) -> str:
    """What is not offered and how to decide; empty where everything is."""
    missing = [row.english for row in LANGUAGES.values() if row not in set(served)]
    if not missing:
        return ""
    return (
        f"Not offered, because no person has reviewed all their words: {', '.join(missing)}. "
        "Have them reviewed (`undertone words export CODE`, docs/languages.md), or set "
        f"{SETTING}=yes to offer the drafts: then somebody may read a sentence that is wrong."
    )
