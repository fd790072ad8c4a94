"""Review sheets: out, corrected, back; what may not be said is not taken."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from undertone.cli import app
from undertone.environment import ROOT
from undertone.languages import LANGUAGES
from undertone.words.review import COLUMNS, BadSheet, export, take_in
from undertone.words.update import status

FARSI = LANGUAGES["fa"]
HELLO = "Hello 👋 Is now a good time?"
Correct = Callable[[dict[str, str]], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "locale" / "fa", tmp_path / "locale" / "fa")
    shutil.copy(ROOT / "domain.yml", tmp_path)
    return tmp_path


@pytest.fixture
def corrected(root: Path, tmp_path: Path) -> Callable[[Correct], Path]:
    sheet = tmp_path / "sheet.csv"

    def correct(change: Correct) -> Path:
        export(FARSI, sheet, root)
        with sheet.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            change(row)
        with sheet.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        return sheet

    return correct


def _hello(root: Path) -> list[str]:
    lines = (root / "locale/fa/LC_MESSAGES/undertone.po").read_text(encoding="utf-8").split("\n\n")
    return [block for block in lines if f'msgid "{HELLO}"' in block]


def test_a_sheet_that_comes_back_as_it_was_changes_nothing(
    root: Path, corrected: Callable[[Correct], Path]
) -> None:
    before = status(FARSI, root)
    taken = take_in(FARSI, corrected(lambda row: None), root)
    assert (taken.reviewed, taken.changed, taken.refused) == (0, 0, ())
    assert status(FARSI, root) == before
    assert not (root / "locale/fa/reviews.toml").exists()


def test_reviewed_words_lose_their_mark_and_the_record_has_no_name(
    root: Path, corrected: Callable[[Correct], Path]
) -> None:
    def review(row: dict[str, str]) -> None:
        row["reviewed"] = "Yes"
        if row["english"] == HELLO:
            row["words"] = "سلام 👋 الان وقت دارید؟"

    taken = take_in(FARSI, corrected(review), root)
    after = status(FARSI, root)
    assert taken.refused == ()
    assert after.reviewed == after.total == taken.reviewed
    assert all("وقت دارید" in block and "fuzzy" not in block for block in _hello(root))
    record = (root / "locale/fa/reviews.toml").read_text(encoding="utf-8").split("\n")
    assert [line.split(" = ")[0] for line in record if "=" in line] == [
        "day",
        "reviewed",
        "changed",
    ]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("سلام 👋 قربانی هستید؟", "guard"),
        ("سلام 👋 کمک می‌خواهید؟", "guard"),
        ("سلام الان وقت دارید؟", "keep '👋'"),
        ("", "no words"),
    ],
)
def test_what_may_not_be_said_is_not_taken_and_nothing_is_lost(
    root: Path, corrected: Callable[[Correct], Path], words: str, reason: str
) -> None:
    def spoil(row: dict[str, str]) -> None:
        if row["english"] == HELLO:
            row["words"], row["reviewed"] = words, "yes"

    before = _hello(root)
    taken = take_in(FARSI, corrected(spoil), root)
    assert taken.refused
    assert all(reason in refusal for refusal in taken.refused)
    assert _hello(root) == before


def test_words_for_english_that_has_changed_are_not_taken(
    root: Path, corrected: Callable[[Correct], Path]
) -> None:
    def age(row: dict[str, str]) -> None:
        row["english"] = "Good morning" if row["english"] == HELLO else row["english"]

    taken = take_in(FARSI, corrected(age), root)
    assert all("has changed" in refusal for refusal in taken.refused)
    assert taken.refused


def test_another_file_is_refused_by_name(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadSheet, match=r"other\.csv has no column"):
        take_in(FARSI, other)


@pytest.mark.parametrize("code", ["xx", "en"])
def test_the_command_says_what_is_wrong_with_a_language(code: str) -> None:
    result = CliRunner().invoke(app, ["words", "export", code])
    assert result.exit_code == 1
    assert "unknown language" in result.stderr or "domain.yml" in result.stderr
