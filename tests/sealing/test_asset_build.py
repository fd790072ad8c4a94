"""`npm run build` makes what pages load and refuses what they may not use."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .node_side import NODE, ROOT

LICENCES = {"MIT", "Apache-2.0", "BSD-3-Clause", "MPL-2.0"}
"""Of everything that `npm ci` brings; MPL-2.0 is axe-core, used in tests and not shipped."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of the checkout as a build reads, so that the real result is left alone."""
    shutil.copytree(ROOT / "console/assets", tmp_path / "console/assets")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    return tmp_path


def build(checkout: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(NODE), "console/assets/build.mjs", *options]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)


def built(checkout: Path) -> dict[str, bytes]:
    folder = checkout / "console/static/build"
    found = {str(each.relative_to(folder)): each for each in folder.rglob("*") if each.is_file()}
    return {name: each.read_bytes() for name, each in found.items()}


@pytest.mark.slow
def test_every_entry_becomes_one_whole_module(checkout: Path) -> None:
    source = 'import { makeKeyPair } from "./sealing/index.js";\nmakeKeyPair();\n'
    (checkout / "console/assets/js/entry.js").write_text(source)
    made = build(checkout)
    assert made.returncode == 0, made.stderr
    text = built(checkout)["js/entry.js"].decode()
    assert not re.search(r"\bimport\b\s*[\"'{*(]", text)
    assert "sourceMappingURL" not in text


@pytest.mark.slow
def test_the_stylesheet_loads_nothing_and_names_no_protected_font(checkout: Path) -> None:
    assert build(checkout).returncode == 0
    css = built(checkout)["console.css"].decode()
    assert ".govuk-button" in css
    assert not re.search(r"url\((?![\"']?data:)|@font-face|@import|GDS Transport|crest", css)


@pytest.mark.slow
def test_a_second_build_does_nothing_and_a_forced_one_makes_the_same(checkout: Path) -> None:
    assert build(checkout).returncode == 0
    first = built(checkout)
    assert "up to date" in build(checkout).stdout
    assert "built in" in build(checkout, "--force").stdout
    assert built(checkout) == first


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "source", "named"),
    [
        ("js/entry.js", "globalThis.eval('1')", "eval"),
        ("js/entry.js", "document.title = Math.random()", "random"),
        ("js/entry.js", "import 'no-such-package'", "no-such-package"),
        ("scss/console.scss", "a { background: url('/crest.svg') }", "crest.svg"),
        ("scss/console.scss", "a { font-family: 'GDS Transport' }", "GDS Transport"),
    ],
    ids=["eval", "Math.random", "missing package", "an image", "a protected font"],
)
def test_a_build_that_fails_says_why_and_leaves_the_old_result(
    checkout: Path, file: str, source: str, named: str
) -> None:
    assert build(checkout).returncode == 0
    before = built(checkout)
    (checkout / "console/assets" / file).write_text(source)
    failed = build(checkout)
    assert failed.returncode == 1
    assert named in failed.stderr
    assert built(checkout) == before
    assert [each.name for each in (checkout / "console/static").iterdir()] == ["build"]


def test_the_lock_file_names_exact_versions_and_no_places() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())
    exact = [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in exact)
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, entry in packages.items():
        place = entry.get("resolved", "https://registry.npmjs.org/")
        assert place.startswith("https://registry.npmjs.org/"), name
        assert not entry.get("link"), name
        if name:
            assert entry["integrity"].startswith("sha512-"), name


def test_every_package_has_a_licence_that_we_looked_at() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert {entry.get("license") for entry in packages.values()} <= LICENCES


def test_no_sealing_module_uses_a_weak_source_of_chance() -> None:
    for module in (ROOT / "console/assets/js/sealing").glob("*.js"):
        assert "Math.random" not in re.sub(r"//.*", "", module.read_text())
