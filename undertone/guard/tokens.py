"""Tokens: a folded text cut into words, with what stands between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKS = "\u0300-\u036f\u0900-\u0963\u0970-\u0dff"
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")
_SENTENCE_END = re.compile(r"[.!?;\n؟۔।።፨]|፡፡")


@dataclass(frozen=True)
class Tokens:
    """The words of a folded text and their places in it."""

    text: str
    words: list[str]
    starts: list[int]

    @classmethod
    def of(cls, text: str) -> Tokens:
        """Cut ``text`` into words."""
        words: list[str] = []
        starts: list[int] = []
        for match in _WORD.finditer(text):
            words.append(match[0])
            starts.append(match.start())
        return cls(text, words, starts)

    def end(self, index: int) -> int:
        """Where word ``index`` ends."""
        return self.starts[index] + len(self.words[index])

    def between(self, index: int) -> str:
        """What stands between word ``index`` and the next one."""
        return self.text[self.end(index) : self.starts[index + 1]]

    def sentence_ends_after(self, index: int) -> bool:
        """Whether a sentence ends between word ``index`` and the next one."""
        return bool(_SENTENCE_END.search(self.between(index)))
