"""Requests that do not follow the protocol are refused without an echo."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.dialogue.conftest import Begin
from tests.dialogue.servers import Servers

pytestmark = pytest.mark.slow

GOOD: dict[str, Any] = {"version": 1, "text": "hello", "language": "en", "state": None}
STATE: dict[str, Any] = {"version": 1, "slots": {}, "loop": None}
BAD: dict[str, Any] = {
    "no version": {k: v for k, v in GOOD.items() if k != "version"},
    "wrong version": {**GOOD, "version": 2},
    "version as text": {**GOOD, "version": "1"},
    "true as version": {**GOOD, "version": True},
    "extra field": {**GOOD, "sender": "x"},
    "text missing": {k: v for k, v in GOOD.items() if k != "text"},
    "text a number": {**GOOD, "text": 5},
    "text blank": {**GOOD, "text": "  \n"},
    "text too long": {**GOOD, "text": "a" * 8_001},
    "language a list": {**GOOD, "language": ["en"]},
    "language odd": {**GOOD, "language": "en;drop"},
    "a list": [GOOD],
    "a string": "hello canary",
    "null": None,
    "state a string": {**GOOD, "state": "canary"},
    "state a list": {**GOOD, "state": []},
    "state without slots": {**GOOD, "state": {"version": 1, "loop": None}},
    "state of another version": {**GOOD, "state": {**STATE, "version": 9}},
    "state with an object in a slot": {**GOOD, "state": {**STATE, "slots": {"area": {"a": 1}}}},
    "state with a number as form": {**GOOD, "state": {**STATE, "loop": 3}},
    "state with an unknown slot": {**GOOD, "state": {**STATE, "slots": {"canary": "x"}}},
    "state with an unknown form": {**GOOD, "state": {**STATE, "loop": "canary_form"}},
}


@pytest.mark.parametrize("name", BAD)
def test_a_malformed_request_is_refused(servers: Servers, client: httpx.Client, name: str) -> None:
    answer = client.post(f"{servers.url}/webhooks/turn/webhook", json=BAD[name])
    assert answer.status_code == 400
    assert answer.json() == {"version": 1, "error": "BadTurn"}


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"canary" * 10, b"[" * 5_000])
def test_what_is_not_json_is_refused(servers: Servers, client: httpx.Client, body: bytes) -> None:
    answer = client.post(f"{servers.url}/webhooks/turn/webhook", content=body)
    assert answer.status_code == 400
    assert "canary" not in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "/unknown_intent",
        "/choose{bad json",
        '/choose{"choice":5}',
        '/choose{"choice":["a"]}',
        '/choose{"nothing":"here"}',
        "/choose",
        "/",
        "//",
        "/affirm extra words",
        "\u200b\u200f\u202e",
        "\ud800",
        "🛑" * 500,
        "a" * 8_000,
        "{exit_word} %s {0}",
        "<script>alert(1)</script>",
        "\x00\x01",
        "/restart",
        "/session_start",
        "/back",
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_odd_texts_never_break_a_turn(begin: Begin, servers: Servers, text: str) -> None:
    for question in ("good_moment", "interpreter_wanted", "what_to_call", "end"):
        talk = begin(question)
        raw = httpx.post(
            f"{servers.url}/webhooks/turn/webhook",
            content=_body(text, talk.state),
            timeout=10,
        )
        assert raw.status_code == 200, question
        assert raw.json()["replies"] or raw.json()["effects"]


def test_the_answer_has_exactly_the_fields_of_the_protocol(begin: Begin) -> None:
    answer = begin().says("hello").answer
    assert set(answer) == {"version", "state", "replies", "effects", "understood"}
    assert answer["understood"]["intent"] == "greet"
    assert 0 <= answer["understood"]["confidence"] <= 1


def test_the_health_route_answers_ok(servers: Servers, client: httpx.Client) -> None:
    assert client.get(f"{servers.url}/webhooks/turn/").json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/conversations/x/tracker", "/model", "/webhooks/rest/webhook"])
def test_no_other_way_in_exists(servers: Servers, client: httpx.Client, path: str) -> None:
    assert client.get(f"{servers.url}{path}").status_code == 404


def _body(text: str, state: Any) -> bytes:
    return json.dumps({"version": 1, "text": text, "language": "en", "state": state}).encode()
