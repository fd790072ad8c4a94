"""The languages that Undertone speaks: one table that every room and process reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True)
class Language:
    """One language.

    ``code`` is our own short name (BCP 47 where it has one; ``prs`` is Dari), ``locale``
    the gettext/Babel folder, ``native`` the name in its own script as the picker shows it.
    """

    code: str
    locale: str
    native: str
    english: str
    direction: Direction


class UnknownLanguage(Exception):
    """A language code that is not in the table."""

    def __init__(self, code: str) -> None:
        super().__init__(f"unknown language {code!r}; known: {', '.join(LANGUAGES)}")
        self.code = code


_TABLE = (
    Language("en", "en", "English", "English", "ltr"),
    Language("ar", "ar", "العربية", "Arabic", "rtl"),
    Language("fa", "fa", "فارسی", "Farsi", "rtl"),
)

LANGUAGES: dict[str, Language] = {language.code: language for language in _TABLE}
DEFAULT = LANGUAGES["en"]


def language_named(code: str) -> Language:
    """The language with this code.

    Raises ``UnknownLanguage`` where the table has none.
    """
    try:
        return LANGUAGES[code]
    except KeyError:
        raise UnknownLanguage(code) from None


def first_guess(telegram_code: str | None) -> Language:
    """The language to greet in, from Telegram's IETF tag; English where it tells nothing.

    A guess only orders the picker, it never decides.
    """
    code = (telegram_code or "").lower().replace("_", "-")
    if code in ("fa-af", "prs"):
        code = "prs" if "prs" in LANGUAGES else "fa"
    return LANGUAGES.get(code) or LANGUAGES.get(code.split("-")[0], DEFAULT)
