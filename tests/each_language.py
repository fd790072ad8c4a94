"""The languages as parameters of a test: a few in ``make test-quick``, all in the whole suite."""

from __future__ import annotations

import pytest

from undertone.languages import LANGUAGES

_QUICK = ("en", "ar", "ti", "zh")
"""A script each; with clitics, with endings in the last letter, without blanks."""
EACH_LANGUAGE = [
    pytest.param(code, id=code, marks=() if code in _QUICK else pytest.mark.slow)
    for code in LANGUAGES
]
