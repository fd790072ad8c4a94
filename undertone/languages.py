"""The languages that Undertone speaks: one table that every room and process reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True)
class Language:
    """One language.

    ``code`` is our own short name (BCP 47 where it has one; ``prs`` is Dari), ``locale``
    the gettext/Babel folder, ``native`` the name in its own script as the picker shows it,
    ``also`` what else people call it.
    """

    code: str
    locale: str
    native: str
    english: str
    direction: Direction
    also: tuple[str, ...] = ()


class UnknownLanguage(Exception):
    """A language code that is not in the table."""

    def __init__(self, code: str) -> None:
        super().__init__(f"unknown language {code!r}; known: {', '.join(LANGUAGES)}")
        self.code = code


_TABLE = (
    Language(
        "en",
        "en",
        "English",
        "English",
        "ltr",
        (
            "inglizi",
            "انجليزي",
            "انگلیسی",
            "İngilizce",
            "inglés",
            "anglais",
            "англійська",
            "英语",
            "英文",
        ),
    ),
    Language("sq", "sq", "Shqip", "Albanian", "ltr", ("albanian", "shqipja", "shqiptar")),
    Language("am", "am", "አማርኛ", "Amharic", "ltr", ("amharigna", "amarigna", "amarinya")),
    Language("ar", "ar", "العربية", "Arabic", "rtl", ("عربي", "arabi", "arabe")),
    Language("bn", "bn", "বাংলা", "Bengali", "ltr", ("bangla", "sylheti", "সিলেটি")),
    Language(
        "prs",
        "fa_AF",
        "دری",
        "Dari",
        "rtl",
        ("فارسی دری", "hazaragi", "هزارگی"),
    ),
    Language("fa", "fa", "فارسی", "Farsi", "rtl", ("persian", "parsi", "ایرانی")),
    Language("fr", "fr", "Français", "French", "ltr", ("francais", "french")),
    Language("hi", "hi", "हिन्दी", "Hindi", "ltr", ("hindustani", "हिंदी")),
    Language(
        "ckb",
        "ckb",
        "کوردیی سۆرانی",
        "Kurdish Sorani",
        "rtl",
        ("kurdish", "sorani", "kurdi", "کوردی"),
    ),
    Language("ps", "ps", "پښتو", "Pashto", "rtl", ("pashtu", "pukhto", "پشتو", "پختو")),
    Language("pa", "pa", "ਪੰਜਾਬੀ", "Punjabi", "ltr", ("panjabi", "پنجابی")),
    Language("so", "so", "Soomaali", "Somali", "ltr", ("somali", "af soomaali", "af-soomaali")),
    Language("es", "es", "Español", "Spanish", "ltr", ("espanol", "castellano")),
    Language("ta", "ta", "தமிழ்", "Tamil", "ltr", ("thamizh", "tamizh")),
    Language("ti", "ti", "ትግርኛ", "Tigrinya", "ltr", ("tigrigna", "tigrinia", "tigrina")),
    Language("tr", "tr", "Türkçe", "Turkish", "ltr", ("turkce", "turk")),
    Language("uk", "uk", "Українська", "Ukrainian", "ltr", ("українською", "ukrainska")),
    Language("ur", "ur", "اردو", "Urdu", "rtl", ("اردو زبان",)),
    Language("vi", "vi", "Tiếng Việt", "Vietnamese", "ltr", ("tieng viet", "viet")),
    Language(
        "zh",
        "zh_Hans",
        "简体中文",
        "Chinese",
        "ltr",
        ("中文", "普通话", "mandarin", "繁體中文"),
    ),
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
