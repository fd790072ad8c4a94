"""What a check found, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class State(StrEnum):
    """``notice`` wants attention and lets the service run; ``wrong`` makes the doctor fail."""

    GOOD = "ok"
    NOTICE = "note"
    WRONG = "WRONG"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One line of the doctor's report."""

    state: State
    subject: str
    text: str
    remedy: str = ""

    @classmethod
    def good(cls, subject: str, text: str) -> Self:
        """All is well with ``subject``."""
        return cls(state=State.GOOD, subject=subject, text=text)

    @classmethod
    def notice(cls, subject: str, text: str, remedy: str) -> Self:
        """Something to know about ``subject``."""
        return cls(state=State.NOTICE, subject=subject, text=text, remedy=remedy)

    @classmethod
    def wrong(cls, subject: str, text: str, remedy: str) -> Self:
        """Something to mend."""
        return cls(state=State.WRONG, subject=subject, text=text, remedy=remedy)

    def lines(self) -> list[str]:
        """The finding as it is shown."""
        first = f"{self.state:<6}{self.subject:<12}{self.text}"
        return [first, f"{'':<18}-> {self.remedy}"] if self.remedy else [first]
