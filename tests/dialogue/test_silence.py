"""Nothing that a client writes is printed, kept on disk or echoed, whatever goes wrong."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.dialogue.conftest import walk_to
from tests.dialogue.servers import PYTHON, ROOT, Servers, wait_for
from tests.dialogue.talk import Talk

pytestmark = pytest.mark.slow

CANARY = "zebrafinch"


@pytest.fixture
def loud(tmp_path: Path) -> Iterator[Servers]:
    """Servers of their own, asked to log as much as they can."""
    servers = Servers(tmp_path)
    more = {"LOG_LEVEL": "DEBUG", "LOG_LEVEL_LIBRARIES": "DEBUG", "PYTHONASYNCIODEBUG": "1"}
    try:
        servers.start("actions.serve", **more)
        servers.start("dialogue.serve", **more)
        wait_for(f"{servers.url}/webhooks/turn/", tmp_path)
        yield servers
    finally:
        servers.__exit__(None, None, None)


def test_no_text_reaches_a_log(loud: Servers, client: httpx.Client) -> None:
    talk = walk_to(Talk(loud.url, client), "what_to_call")
    talk.says(CANARY, f"my number is {CANARY}", f'/choose{{"choice":"{CANARY}"}}')
    url = f"{loud.url}/webhooks/turn/webhook"
    client.post(url, json={"version": 1, "text": CANARY, "language": "en", "state": CANARY})
    client.post(url, content=CANARY.encode())
    state = {"version": 1, "slots": {"area": CANARY, CANARY: 1}, "loop": None}
    client.post(url, json={"version": 1, "text": "hi", "language": "en", "state": state})
    client.post(f"http://127.0.0.1:{loud.actions_port}/webhook", content=CANARY.encode())
    call = {"next_action": "action_who", "tracker": {"latest_message": CANARY}}
    client.post(f"http://127.0.0.1:{loud.actions_port}/webhook", json=call)
    assert CANARY not in loud.log_text()
    assert "undertone" in loud.log_text()


def test_without_actions_the_turn_fails_and_says_no_more_than_that(
    loud: Servers, client: httpx.Client
) -> None:
    talk = walk_to(Talk(loud.url, client), "what_to_call")
    loud.end("actions.serve")
    body = {"version": 1, "text": CANARY, "language": "en", "state": talk.state}
    answer = client.post(f"{loud.url}/webhooks/turn/webhook", json=body)
    assert answer.status_code == 500
    assert answer.json() == {"version": 1, "error": "NoAnswer"}
    assert CANARY not in loud.log_text()


def test_actions_answer_errors_without_the_request(servers: Servers, client: httpx.Client) -> None:
    url = f"http://127.0.0.1:{servers.actions_port}/webhook"
    answer = client.post(url, json={"next_action": "action_who", "tracker": CANARY})
    assert answer.status_code == 500
    assert CANARY not in answer.text


def test_both_listen_on_loopback_only(servers: Servers) -> None:
    listening = Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()
    for port in (servers.port, servers.actions_port):
        lines = [line for line in listening.splitlines() if f":{port:04X} " in line]
        own = [line for line in lines if " 0A " in line]
        assert own
        assert all("0100007F:" in line for line in own)


def test_the_action_modules_open_no_connection_and_write_no_file() -> None:
    forbidden = ("requests", "httpx", "aiohttp", "socket", "urllib", "open(", "write_text")
    for module in (ROOT / "actions").glob("*.py"):
        if module.name != "serve.py":
            text = module.read_text(encoding="utf-8")
            assert not [word for word in forbidden if word in text], module.name


def test_a_model_that_is_missing_ends_the_start(tmp_path: Path, servers: Servers) -> None:
    process = Servers(tmp_path).start("dialogue.serve", RASA_MODELS=str(tmp_path / "none"))
    assert process.wait(60) != 0


@pytest.mark.parametrize("what", ["store", "channel"])
def test_a_plugin_that_does_not_load_ends_the_start(tmp_path: Path, what: str) -> None:
    for name in ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        broken = {"store": "dialogue.store.Carried", "channel": "dialogue.channel.Turn"}[what]
        (tmp_path / name).write_text(text.replace(broken, broken + "Lost"), encoding="utf-8")
    (tmp_path / "models").symlink_to(ROOT / "models")
    code = (
        "import dialogue.serve as serve, pathlib; "
        f"serve.ROOT = pathlib.Path({str(tmp_path)!r}); serve.main()"
    )
    environment = {"PYTHONPATH": str(ROOT), "RASA_PORT": str(Servers(tmp_path).port)}
    done = subprocess.run(
        [str(PYTHON), "-c", code], cwd=tmp_path, env=environment, timeout=90, check=False
    )
    assert done.returncode != 0
