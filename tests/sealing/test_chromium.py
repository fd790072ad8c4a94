"""The bundled modules work in Chromium under the console's content security policy."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from tests.chromium import FLAGS, program
from undertone.sealing.envelope import ContentKind, DataKey, open_content, seal_content
from undertone.sealing.keys import KeyPair, open_seed, wrap_seed

from .material import MESSAGE, OFFICER, PASSPHRASE, listed
from .node_side import NODE, ROOT

POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"
PAGE = """<!doctype html><html lang="en"><head><title>t</title>
<link rel="icon" href="data:,"><script>document.title = "inline script ran"</script>
<script type="module" src="/chromium_page.js"></script></head>
<body><pre id="result"></pre></body></html>"""
REPLY = {"version": 1, "text": "Take your time. خذ وقتك"}

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("bundle")
    here = Path(__file__).parent
    command = [NODE, here / "bundle_page.mjs", here / "chromium_page.js", folder]
    subprocess.run(command, cwd=ROOT, check=True)
    return (folder / "chromium_page.js").read_text(encoding="utf-8")


@pytest.fixture
def address(script: str, key: DataKey) -> Iterator[str]:
    pages = {
        "/": ("text/html; charset=utf-8", PAGE),
        "/chromium_page.js": ("text/javascript; charset=utf-8", script),
        "/given.json": ("application/json", json.dumps(given(key))),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = pages.get(self.path, ("text/plain", "nothing here"))
            self.send_response(200 if self.path in pages else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def given(key: DataKey) -> dict[str, Any]:
    return {
        "case_id": key.case_id,
        "envelope_id": key.envelope_id,
        "recipient_id": OFFICER.id,
        "message_id": MESSAGE,
        "passphrase": PASSPHRASE,
        "wrapped_seed": wrap_seed(OFFICER.pair.seed, PASSPHRASE, OFFICER.id),
        "wrapped_key": key.wrap_for(listed(OFFICER))[OFFICER.id],
        "sealed": seal_content(key, ContentKind.BRIEF, "1", {"version": 1, "area": "لیدز"}),
        "reply": REPLY,
    }


def result_of(address: str) -> tuple[str, dict[str, Any]]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        page = chromium.new_page()
        page.goto(address)
        page.wait_for_selector("body[data-done=yes]", timeout=30_000)
        found = page.title(), json.loads(page.text_content("#result") or "")
        chromium.close()
    return found


def test_an_officers_browser_opens_answers_and_refuses(address: str, key: DataKey) -> None:
    title, result = result_of(address)
    assert "error" not in result, result["error"]
    # The policy is in force: the inline script did not run, and ours broke no rule.
    assert title == "t"
    assert not [each for each in result["violations"] if "inline" not in each]
    assert result["opened"] == {"version": 1, "area": "لیدز"}
    answer = open_content(key, ContentKind.OFFICER_MESSAGE, MESSAGE, result["answer"])
    assert answer == REPLY
    assert result["wrongPassphrase"] == "WrongPassphrase"
    assert result["otherCase"] == "Tampered"
    assert result["exported"] == "InvalidAccessError"
    made = KeyPair.from_seed(open_seed(result["newWrappedSeed"], PASSPHRASE, OFFICER.id))
    assert made.public_key == result["newPublicKey"]
