"""Who may import whom: the borders of docs/architecture.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.structure.source import PROCESSES, Source, lies_in, sources

FORBIDDEN = [
    pytest.param("undertone", PROCESSES, id="rooms know no process"),
    pytest.param("bot", ("console", "sandbox", "actions", "dialogue"), id="bot"),
    pytest.param("console", ("bot", "sandbox", "actions", "dialogue"), id="console"),
    pytest.param("sandbox", ("bot", "console", "actions", "dialogue"), id="sandbox"),
    pytest.param("actions", ("bot", "console", "sandbox", "undertone"), id="actions"),
    pytest.param("dialogue", ("bot", "console", "sandbox", "undertone"), id="dialogue"),
]
"""Actions and dialogue live in the Python 3.10 environment, where the rooms are not installed."""

OPENS_CONNECTIONS = ("socket", "http", "urllib.request", "httpx", "requests", "aiohttp", "redis")
WRITES = ("open", "write_text", "write_bytes", "unlink", "mkdir")

TELEGRAM_VERBS = ("send_", "edit_message_", "delete_message", "answer_callback", "leave_chat")
"""How methods of Telegram's API that change a chat begin, as python-telegram-bot spells them."""
MAY_CALL_TELEGRAM = ("bot.send",)
MAY_READ_UPDATES = ("bot.updates", "bot.send")
SAYS_WORDS = {
    "bot/send/late.py": "a cover-level line in place of private words that come too late",
    "bot/stages/render.py": "every turn's words",
    "bot/profile.py": "the bot's description and commands",
    "bot/updates/without_redis.py": "one cover-level line when no stage can run",
    "bot/wipe/wiper.py": "the one bland line after a wipe, long after its turn",
}
"""Who asks the renderer for words, with the reason."""


def violations(folder: str, *wrong: str) -> list[str]:
    return [
        f"{source.name} imports {module}"
        for source in sources(folder)
        for module in sorted(set(source.imports()))
        if lies_in(module, *wrong)
    ]


@pytest.mark.parametrize(("package", "wrong"), FORBIDDEN)
def test_a_package_stays_inside_its_borders(package: str, wrong: tuple[str, ...]) -> None:
    assert violations(package, *wrong) == []


def test_no_part_of_the_service_imports_the_supervisor_or_the_command_line() -> None:
    found = [each for name in PROCESSES for each in violations(name, "undertone.supervise")]
    found += [each for name in PROCESSES for each in violations(name, "undertone.cli")]
    assert found == []


def test_rooms_do_not_depend_on_the_command_line() -> None:
    rooms = [each for each in sources("undertone") if not lies_in(each.module, "undertone.cli")]
    wrong = [
        room.name for room in rooms for name in room.imports() if lies_in(name, "undertone.cli")
    ]
    assert wrong == []


def test_actions_open_no_connection_and_write_nothing() -> None:
    assert violations("actions", *OPENS_CONNECTIONS) == []
    assert [found for source in sources("actions") for found in calls(source, WRITES)] == []


def calls(source: Source, names: tuple[str, ...]) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            function = node.func
            called = function.attr if isinstance(function, ast.Attribute) else ""
            called = function.id if isinstance(function, ast.Name) else called
            if called in names:
                yield f"{source.name}:{node.lineno} calls {called}"


def outside(*allowed: str) -> list[Source]:
    return [
        each
        for each in sources("undertone", "bot", "console", "actions", "dialogue")
        if not lies_in(each.module, *allowed)
    ]


def test_only_the_sending_room_calls_telegram() -> None:
    wrong = []
    for source in outside(*MAY_CALL_TELEGRAM):
        if not any(lies_in(name, "telegram") for name in source.imports()):
            continue
        wrong += [
            f"{source.name}:{node.lineno} .{node.func.attr}()"
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr.startswith(TELEGRAM_VERBS)
        ]
    assert wrong == []


def test_telegrams_objects_stay_in_the_rooms_that_read_and_send() -> None:
    wrong = [
        f"{source.name} imports {name}"
        for source in outside(*MAY_READ_UPDATES)
        for name in set(source.imports())
        if lies_in(name, "telegram") and not lies_in(name, "telegram.error")
    ]
    assert wrong == []


def test_only_one_module_talks_to_rasa() -> None:
    talkers = [
        each.name
        for each in sources("bot")
        if "/webhooks/turn" in each.text and "import httpx" in each.text
    ]
    assert len(talkers) == 1, talkers


def test_only_the_client_of_rasa_opens_web_connections_in_the_gateway() -> None:
    assert len(violations("bot", "httpx", "requests", "aiohttp", "urllib.request")) == 1


def test_only_one_room_turns_names_into_words() -> None:
    assert [
        f"{source.name} imports {name}"
        for source in outside("undertone.words", "console")
        for name in set(source.imports())
        if lies_in(name, "gettext", "polib", "babel")
    ] == []


def test_the_renderer_is_made_once_and_asked_in_few_places() -> None:
    made = [found for source in sources("bot") for found in calls(source, ("Speaker",))]
    assert len(made) == 1, made
    asked = {source.name for source in sources("bot") if list(calls(source, ("say",)))}
    assert asked <= set(SAYS_WORDS), asked - set(SAYS_WORDS)
