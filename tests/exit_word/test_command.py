"""``undertone exit-word`` and ``undertone guard``: one answer per line, whatever the line is."""

from __future__ import annotations

import pytest
import typer
from typer.testing import CliRunner

from undertone.cli import evaluate


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    evaluate.register(app)
    return app


def answers(app: typer.Typer, arguments: list[str], lines: bytes) -> list[str]:
    result = CliRunner().invoke(app, arguments, input=lines)
    assert result.exit_code == 0, result.output
    return result.stdout.split("\n")[:-1]


def test_the_exit_word_command_answers_every_line(app: typer.Typer) -> None:
    lines = b" teapot!\n\na teapot\nbluebird\n\xff\xfe\n/exit\r\nteapot"
    expected = ["exit", "stay", "stay", "exit", "stay", "exit", "exit"]
    assert answers(app, ["exit-word", "--language", "en", "--word", "bluebird"], lines) == expected


def test_the_guard_command_answers_every_line(app: typer.Typer) -> None:
    lines = b"good morning\n\nthat is abuse\tof a victim\nviol\xffence\n\xe2\x80\xa8a b u s e"
    expected = ["pass", "pass", "hold\tabuse | victim", "hold\tnot UTF-8", "hold\ta b u s e"]
    assert answers(app, ["guard", "--level", "private", "--language", "en"], lines) == expected


def test_the_guard_command_keeps_its_answer_on_one_line(app: typer.Typer) -> None:
    assert answers(
        app, ["guard", "--level", "private", "--language", "en"], b"a\x0bb\x0cu\tse\n"
    ) == ["hold\ta b u se"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["guard", "--level", "private", "--language", "xx"],
        ["exit-word", "--language", "xx", "--word", "kettle"],
        ["exit-word", "--language", "en", "--word", "🙂"],
    ],
)
def test_a_mistake_in_the_arguments_is_one_sentence(app: typer.Typer, arguments: list[str]) -> None:
    result = CliRunner().invoke(app, arguments, input=b"hello\n")
    assert result.exit_code == 1
    assert result.stderr.startswith("undertone: ")
    assert "Traceback" not in result.output
