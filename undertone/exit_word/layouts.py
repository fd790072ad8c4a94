"""Keyboard layouts: what was meant when the keyboard was set to the other script."""

from __future__ import annotations

KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,./"
"""The keys of a Latin keyboard, row by row; a layout lists what each types in its script."""


class BadLayout(ValueError):
    """A layout that does not give exactly one entry per key."""


class Layout:
    """One language's keyboard next to the Latin one."""

    def __init__(self, listed: str) -> None:
        typed = listed.split()
        if len(typed) != len(KEYS):
            raise BadLayout(f"{len(typed)} keys instead of {len(KEYS)}")
        self._to_script = dict(zip(KEYS, typed, strict=True))
        self._to_latin = {letter: key for key, letter in self._to_script.items()}
        self._longest_first = sorted(self._to_latin, key=len, reverse=True)

    def meant(self, text: str) -> tuple[str, str]:
        """The text as if typed on the other keyboard, both ways."""
        lowered = text.lower()
        in_script = "".join(self._to_script.get(char, char) for char in lowered)
        in_latin = lowered
        for letter in self._longest_first:
            in_latin = in_latin.replace(letter, self._to_latin[letter])
        return in_script, in_latin
