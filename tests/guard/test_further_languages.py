"""A language is data: scripts of every kind work with a lexicon alone."""

from __future__ import annotations

from typing import Any

import pytest

from undertone.guard.lexicon import build_lexicon
from undertone.guard.matching import scan
from undertone.guard.tokens import Tokens


def finds(data: dict[str, Any], text: str) -> bool:
    """Whether a lexicon of ``data`` finds something in ``text``."""
    lexicon = build_lexicon("xx", {"language": "xx"} | data)
    return any(
        scan(Tokens.of(text.translate(vocabulary.table)), [vocabulary])
        for vocabulary in lexicon.vocabularies
    )


CHINESE = {
    "script": "han",
    "spaces": False,
    "topic": {"anywhere": ["暴力", "虐待"]},
    "everyday": {"anywhere": ["暴力熊"]},
}
HINDI = {
    "script": "devanagari",
    "paradigms": {"noun": {"suffixes": ["ों", "ें"]}},
    "topic": {"words": {"noun": ["हिंसा", "पीड़ित"]}},
}
UKRAINIAN = {
    "script": "cyrillic",
    "paradigms": {"noun": {"suffixes": ["и", "і", "у", "ою"]}},
    "topic": {"words": {"noun": ["жертв", "жертва", "насильств"], "fixed": ["насильство"]}},
}
VIETNAMESE = {"script": "latin", "marks": True, "topic": {"words": {"fixed": ["bạo"]}}}
AMHARIC = {"script": "ethiopic", "topic": {"words": {"fixed": ["ጥቃት"]}}}
FRENCH = {
    "script": "latin",
    "paradigms": {"noun": {"prefixes": ["l", "d", "qu"], "suffixes": ["s"]}},
    "topic": {"words": {"noun": ["abus"]}},
}


@pytest.mark.parametrize(
    ("data", "text", "found"),
    [
        pytest.param(CHINESE, "我们反对家庭暴力。", True, id="han inside a sentence"),
        pytest.param(CHINESE, "暴 力", True, id="han with a blank"),
        pytest.param(CHINESE, "积木熊又叫暴力熊", False, id="han everyday word"),
        pytest.param(HINDI, "हिंसा", True, id="devanagari"),
        pytest.param(HINDI, "पीड़ितों", True, id="devanagari inflected"),
        pytest.param(HINDI, "पीड़ित", True, id="devanagari composed nukta"),
        pytest.param(HINDI, "हंस", False, id="devanagari vowel signs matter"),
        pytest.param(UKRAINIAN, "жертву", True, id="cyrillic inflected"),
        pytest.param(UKRAINIAN, "жeртвa", True, id="cyrillic with latin look-alikes"),
        pytest.param(VIETNAMESE, "bạo lực", True, id="vietnamese"),
        pytest.param(VIETNAMESE, "bao nhiêu", False, id="vietnamese tones matter"),
        pytest.param(AMHARIC, "ጥቃት ነው", True, id="ethiopic"),
        pytest.param(FRENCH, "C'est de l’abus", True, id="french elision"),
    ],
)
def test_a_lexicon_alone_makes_a_language(data: dict[str, Any], text: str, found: bool) -> None:
    assert finds(data, text) is found


def test_bare_stems_and_slots_shape_a_paradigm() -> None:
    data = {
        "script": "latin",
        "paradigms": {"verb": {"prefixes": [["un"], ["re"]], "suffixes": ["ed"], "bare": False}},
        "topic": {"words": {"verb": ["tak"]}},
    }
    found = {
        word: finds(data, word) for word in ("tak", "taked", "unretaked", "retaked", "reuntaked")
    }
    assert found == {
        "tak": False,
        "taked": True,
        "unretaked": True,
        "retaked": True,
        "reuntaked": False,
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("he hits you", True),
        ("he often hits you", True),
        ("he really very often hits you", False),
        ("he left. Often hits you", False),
        ("he strikes at you", True),
        ("he strikes. At you", False),
        ("hits you he", False),
        ("he hits 12 the you", False),
        ("score 3", True),
        ("score", False),
    ],
)
def test_a_phrase_keeps_order_gaps_and_sentences(text: str, found: bool) -> None:
    data = {
        "script": "latin",
        "groups": {"who": {"fixed": ["he", "she"]}},
        "topic": {"phrases": ["<who> ~2 hits the? you|me", "strikes ~1 you", "score #"]},
    }
    assert finds(data, text) is found


def test_an_everyday_text_accounts_only_for_what_lies_inside_it() -> None:
    data = CHINESE | {"topic": {"anywhere": ["没有关您"]}, "everyday": {"anywhere": ["有关您"]}}
    assert finds(data, "他没有关您吗")
    assert not finds(data, "这是有关您的信")


def test_a_stem_that_is_listed_as_topic_and_as_sensitive_is_topic() -> None:
    data = CHINESE | {"topic": {"anywhere": ["逃走"]}, "sensitive": {"anywhere": ["逃走"]}}
    lexicon = build_lexicon("xx", {"language": "xx"} | data)
    assert lexicon.vocabularies[0].anywhere == {"逃走": "topic"}
