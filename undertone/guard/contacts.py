"""Contacts: numbers, references, addresses and links, which never stand in cover text.

Works on folded text, so digits of every script are ASCII digits here. Times, dates, years
and amounts with thousands marks are taken out first: an appointment must pass.
"""

from __future__ import annotations

import re

_TIME = r"(?<![\d.:])(?:[01]?\d|2[0-4])[:.٫][0-5]\d(?!\d|[:.]\d)"
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:1[34]|19|20)\d\d"
_DATE = (
    rf"(?<![\d./-])(?:{_DAY}([./-]){_MONTH}\1(?:{_YEAR}|\d\d)"
    rf"|{_YEAR}([./-]){_MONTH}\2{_DAY}|{_YEAR}\s?[-–/]\s?(?:{_YEAR}|\d\d))(?!\d|[./-]\d)"
)
_THOUSANDS = r"(?<![\d,])[1-9]\d{0,2}(?:[,٬،]\d{3})+(?!\d|,\d)"
_HARMLESS = re.compile(f"{_TIME}|{_DATE}|{_THOUSANDS}")

_DIGIT_RUN = re.compile(r"[+(]{0,2}\d(?:[ \t\xa0\u2000-\u200a\u202f().+\-–—−‐‑/·•_*|~]{0,3}\d){4,}")
"""Five digits or more, however they are grouped."""
_UNIT = r"\s?(?:kg|km|cm|mm|g|m|p)(?!\w)"
_EMERGENCY = re.compile(rf"(?<![a-z\d_£$€.,:/-])(?:999|112|911)(?!\d|{_UNIT}|[%:/-]|[.,]\d)")
"""Also with an ending ("999'u") or a script without blanks on it."""
_REFERENCE = re.compile(
    r"(?<![\w-])(?:[a-z]{1,5}\d{4,}|[a-z]{1,5}[-/]\d{3,}|#\s?\d{3,}"
    r"|(?=[a-z0-9]{5,16}(?!\w))[a-z]{0,9}\d{1,9}[a-z]{1,9}\d[a-z0-9]*)(?![\w-]*\w)"
)
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}\s?@\s?(?:[\w-]{1,63}\.){1,8}\w{2,24}")
_HANDLE = re.compile(r"(?<![\w@.])@[a-z_]\w{2,}")
_LINK = re.compile(
    r"(?:https?|tg|ftp)://\S+|(?<!\w)www\.\S+"
    r"|(?<![\w@.-])(?:[\w-]{1,63}\.){1,8}(?:com|org|net|uk|gov|info|io|me|eu|app|ly|co)(?!\w)"
)
_ANY_DIGIT = re.compile(r"\d")
_IN_ANY_TEXT = (_ADDRESS, _HANDLE, _LINK)
_AMONG_NUMBERS = (_DIGIT_RUN, _EMERGENCY, _REFERENCE)


def contacts(text: str) -> list[tuple[int, int]]:
    """Places of everything in the folded ``text`` by which somebody or a case can be reached."""
    spans = []
    if "@" in text or "." in text or "://" in text:
        spans = [m.span() for pattern in _IN_ANY_TEXT for m in pattern.finditer(text)]
    if not _ANY_DIGIT.search(text):
        return spans
    rest = _HARMLESS.sub(lambda match: "\n" * len(match[0]), text)
    return spans + [m.span() for pattern in _AMONG_NUMBERS for m in pattern.finditer(rest)]
