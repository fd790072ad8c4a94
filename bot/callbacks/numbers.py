"""Telephone numbers as clients write them."""

from __future__ import annotations

import unicodedata

DIALLED = frozenset("+ -–().,/\u00a0\u200e\u200f\u2066\u2067\u2068\u2069\u202a\u202c")
"""What may stand between digits, marks of direction included."""
FEWEST, MOST = 8, 15
"""Digits of an international number (E.164) without the plus."""
UK = "44"
NOBODYS = ("449", "44118", "4487")
"""Premium services and directory enquiries: never anybody's own number."""


class BadNumber(ValueError):
    """Not a number that an officer could ring."""


def dialled(text: str) -> str:
    """The number as ``+447700900123``. Without a country it is a UK one. Raises ``BadNumber``."""
    digits = "".join(_digit(char) for char in text.strip())
    if text.strip().lstrip("\u200e\u200f\u2066\u2068").startswith("+"):
        number = digits
    elif digits.startswith("00"):
        number = digits[2:]
    elif digits.startswith("0"):
        number = UK + digits[1:]
    else:
        raise BadNumber
    number = UK + number[3:] if number.startswith(UK + "0") else number
    if not FEWEST <= len(number) <= MOST or number.startswith(("0", *NOBODYS)):
        raise BadNumber
    if number.startswith(UK) and len(number) not in (11, 12):
        raise BadNumber
    return "+" + number


def _digit(char: str) -> str:
    if char in DIALLED:
        return ""
    value = unicodedata.digit(char, None)
    if value is None:
        raise BadNumber
    return str(value)
