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
    Language("sq", "sq", "Shqip", "Albanian", "ltr"),
    Language("am", "am", "አማርኛ", "Amharic", "ltr"),
    Language("ar", "ar", "العربية", "Arabic", "rtl"),
    Language("bn", "bn", "বাংলা", "Bengali", "ltr"),
    Language("prs", "fa_AF", "دری", "Dari", "rtl"),
    Language("fa", "fa", "فارسی", "Farsi", "rtl"),
    Language("fr", "fr", "Français", "French", "ltr"),
    Language("hi", "hi", "हिन्दी", "Hindi", "ltr"),
    Language("ckb", "ckb", "کوردیی سۆرانی", "Kurdish Sorani", "rtl"),
    Language("ps", "ps", "پښتو", "Pashto", "rtl"),
    Language("pa", "pa", "ਪੰਜਾਬੀ", "Punjabi", "ltr"),
    Language("so", "so", "Soomaali", "Somali", "ltr"),
    Language("es", "es", "Español", "Spanish", "ltr"),
    Language("ta", "ta", "தமிழ்", "Tamil", "ltr"),
    Language("ti", "ti", "ትግርኛ", "Tigrinya", "ltr"),
    Language("tr", "tr", "Türkçe", "Turkish", "ltr"),
    Language("uk", "uk", "Українська", "Ukrainian", "ltr"),
    Language("ur", "ur", "اردو", "Urdu", "rtl"),
    Language("vi", "vi", "Tiếng Việt", "Vietnamese", "ltr"),
    Language("zh", "zh_Hans", "简体中文", "Chinese", "ltr"),
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
