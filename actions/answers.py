"""Answers in people's own words: "don't know", "none", and numbers, in every language.

Read from ``data/answers/<code>.yml``. People answer in another language than the one that they
read, so a whole message is looked for in all lists; a number word counts in the chat's language
and in English, since one language's "two" is another's "no".
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, FrozenSet, Mapping, Optional, Sequence

import yaml

from actions.spelling import fold

FOLDER = Path(__file__).resolve().parent.parent / "data" / "answers"
MOST = 20
"""A larger number is an age, a year or a part of an address."""
_DIGITS = re.compile(r"(?<![\d+])\d{1,2}(?!\d)")
_AND = (["and"], ["y"], ["e"], ["et"], ["và"], ["و"])
_TEN, _TIMES = ("十", "百"), ("月", "年", "岁", "天", "小时", "星期")
"""Chinese: what makes a number a larger one, and what makes it a time."""
_UNSPACED = re.compile("[\u3400-\u9fff]")


def is_unknown(text: str) -> bool:
    """Whether the whole message says "I don't know"."""
    return _whole(text) in _phrases("unknown")


def is_none(text: str) -> bool:
    """Whether the whole message says "none" or "nobody"."""
    return _whole(text) in _phrases("none")


def _whole(text: str) -> str:
    return fold(text).replace("'", "")


def count_in(text: str, language: str) -> Optional[int]:
    """The first number in the message, in digits of any script or in words; 0 for "none"."""
    folded = fold(text)
    digits = _DIGITS.search(folded)
    if digits:
        number = int(digits[0])
        return number if number <= MOST else None
    if is_none(text):
        return 0
    words = folded.split()
    for code in (language, "en"):
        known = _numbers(code)
        for length in (2, 1):
            for start in range(len(words) - length + 1):
                number_word = " ".join(words[start : start + length])
                if number_word in known:
                    after = words[start + length : start + length + 2]
                    return None if _goes_on(after, known) else known[number_word]
    return _unspaced(folded, language)


def _goes_on(after: Sequence[str], known: Mapping[str, int]) -> bool:
    """Whether the number has more words ("on iki", "treinta y dos"): such a count is not read."""
    return any(word in known for word in after[:1] + after[1:2] * (after[:1] in _AND))


def _unspaced(folded: str, language: str) -> Optional[int]:
    found = [word for word in _numbers(language) if _UNSPACED.search(word) and word in folded]
    if not found:
        return None
    word = max(found, key=len)
    before, _, after = folded.partition(word)
    is_part = before.endswith(_TEN) or after.startswith(_TIMES)
    return None if is_part else _numbers(language)[word]


@lru_cache(maxsize=None)
def _phrases(kind: str) -> FrozenSet[str]:
    return frozenset(
        _whole(str(said)) for lists in _all().values() for said in lists.get(kind) or ()
    )


@lru_cache(maxsize=None)
def _numbers(code: str) -> Mapping[str, int]:
    listed: Mapping[Any, Any] = _all().get(code, {}).get("numbers") or {}
    return {fold(str(word)): int(number) for number, words in listed.items() for word in words}


@lru_cache(maxsize=None)
def _all() -> Dict[str, Dict[str, Any]]:
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.yml"))
    }
