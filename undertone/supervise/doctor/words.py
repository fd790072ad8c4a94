"""Which languages are offered, and whether a person has read what they say."""

from __future__ import annotations

from undertone.languages import LANGUAGES
from undertone.supervise.doctor.finding import Finding
from undertone.supervise.settings import Settings
from undertone.words.served import SETTING, served_languages

REMEDY = "have the words reviewed: `undertone words status`, docs/languages.md"


def finding(settings: Settings) -> Finding:
    """How many languages are offered and how many of them are drafts by a machine."""
    offered = served_languages(unreviewed=settings.unreviewed_words)
    reviewed = served_languages(unreviewed=False)
    drafts = len(offered) - len(set(offered) & set(reviewed))
    text = f"{len(offered)} of {len(LANGUAGES)} languages are offered"
    if drafts:
        return Finding.notice("words", f"{text}, {drafts} of them not reviewed", REMEDY)
    if len(offered) < len(LANGUAGES):
        remedy = f"{REMEDY}; or {SETTING}=yes offers the drafts"
        return Finding.notice("words", f"{text}: the others are not reviewed", remedy)
    return Finding.good("words", f"{text}, all reviewed")
