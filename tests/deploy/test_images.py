"""The Dockerfiles use the same make targets and take in nothing private."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from undertone.environment import ROOT

FILES = sorted((ROOT / "deploy").glob("*.Dockerfile"))
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)


@each_file
def test_an_image_is_built_by_make_targets_that_exist(file: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"\bmake ((?:_\w+ ?)+)", file.read_text(encoding="utf-8"))
    assert targets
    for target in " ".join(targets).split():
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@each_file
def test_an_image_does_not_run_as_root(file: Path) -> None:
    last_stage = file.read_text(encoding="utf-8").rsplit("\nFROM ", 1)[1]
    assert re.findall(r"^USER (.+)$", last_stage, re.MULTILINE) == ["10001:10001"]


@each_file
def test_an_image_names_the_version_of_what_it_stands_on(file: Path) -> None:
    bases = re.findall(r"^FROM (\S+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert bases
    assert not [base for base in bases if ":" not in base or base.endswith(":latest")]


def test_the_dialogue_image_holds_nothing_of_the_gateway_or_the_console() -> None:
    text = (ROOT / "deploy" / "dialogue.Dockerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY --from=build (.+)$", text, re.MULTILINE)
    assert not [line for line in copied if re.search(r"undertone/(bot|console|undertone)\b", line)]


def test_nothing_private_goes_to_the_builder() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".env", ".git", "var", ".venv", "dialogue/.venv", "models"} <= set(ignored)
