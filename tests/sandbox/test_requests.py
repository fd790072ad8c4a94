"""Requests as other clients and other web pages send them."""

from __future__ import annotations

import json

import httpx
import pytest

from sandbox.client import Phone
from tests.sandbox.conftest import TOKEN
from tests.servers import SandboxServer


def address(server: SandboxServer, method: str) -> str:
    return f"{server.url}/bot{TOKEN}/{method}"


@pytest.mark.parametrize("form", ["json", "query", "multipart", "form"])
async def test_parameters_may_come_in_any_form(
    server: SandboxServer, phone: Phone, form: str
) -> None:
    values = {"chat_id": str(phone.chat_id), "text": "مرحبا & hello"}
    url = address(server, "SENDmessage")
    async with httpx.AsyncClient(trust_env=False) as http:
        sending = {
            "json": lambda: http.post(url, json={**values, "chat_id": phone.chat_id}),
            "query": lambda: http.get(url, params=values),
            "multipart": lambda: http.post(url, files={k: (None, v) for k, v in values.items()}),
            "form": lambda: http.post(url, data=values),
        }
        answer = (await sending[form]()).json()
    assert answer["ok"] is True
    assert answer["result"]["text"] == values["text"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"/bot{TOKEN}/noSuchMethod", 404),
        ("/bot/getMe", 404),
        ("/botgarbage/getMe", 404),
        ("/bot1:a/getMe", 401),
        (f"/file/bot{TOKEN}/../../etc/passwd", 404),
        (f"/file/bot{TOKEN}/voice/none.oga", 404),
    ],
)
async def test_a_wrong_address_is_an_error_in_telegrams_form(
    server: SandboxServer, path: str, code: int
) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.get(f"{server.url}{path}")
    assert answer.status_code == code
    if path.startswith("/bot"):
        assert answer.json()["error_code"] == code


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", "[1]"),
        ("application/json", "{"),
        ("application/x-www-form-urlencoded", "%ff%fe=&=&chat_id=x"),
        ("multipart/form-data; boundary=b", "--b\r\nnonsense"),
        ("multipart/form-data", ""),
    ],
)
async def test_a_broken_body_is_a_bad_request(
    server: SandboxServer, content_type: str, body: str
) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        headers = {"content-type": content_type}
        url = address(server, "sendMessage")
        answer = await http.post(url, content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["ok"] is False


@pytest.mark.parametrize(
    "markup",
    [
        "[]",
        '"x"',
        "{",
        '{"inline_keyboard": 5}',
        '{"inline_keyboard": [[{"text": "a"}]]}',
        '{"inline_keyboard": [["a"]]}',
        '{"keyboard": 5}',
    ],
)
async def test_a_broken_markup_is_a_bad_request(
    server: SandboxServer, phone: Phone, markup: str
) -> None:
    values = {"chat_id": str(phone.chat_id), "text": "hello", "reply_markup": markup}
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(address(server, "sendMessage"), data=values)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "headers", [{"host": "evil.example"}, {"origin": "https://evil.example"}, {"origin": "null"}]
)
@pytest.mark.parametrize("path", ["/", "/sandbox/phones", f"/bot{TOKEN}/getMe"])
async def test_other_web_sites_cannot_use_it(
    server: SandboxServer, path: str, headers: dict[str, str]
) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"{server.url}{path}", headers=headers)
    assert answer.status_code == 403


async def test_the_page_may_only_load_from_its_own_server(server: SandboxServer) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.get(f"{server.url}/")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/phones", {"name": ""}),
        ("/phones", {"name": 5}),
        ("/clock", {"advance": -1}),
        ("/limits", {"per_chat": 0}),
        ("/updates", {"update": 5}),
        ("/groups", {"title": "x", "members": []}),
        ("/faults", {"kind": "lie", "colour": "red"}),
    ],
)
async def test_a_wrong_control_request_is_refused_with_a_reason(
    server: SandboxServer, path: str, body: dict[str, object]
) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"{server.url}/sandbox{path}", content=json.dumps(body))
    assert answer.status_code == 400
    assert answer.json()["error"]
