"""Updates that do not have the shape of the Bot API: no exception, nothing lost, nobody stuck."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue import free_text
from bot.state import names
from bot.updates import fetch
from bot.updates.incoming import BadUpdate, Incoming, parse
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.steps import HELLO, quiet, until

CHAT = {"id": 7, "type": "private"}
SHAPES: tuple[Any, ...] = (
    {},
    {"message": None},
    {"message": []},
    {"message": "text"},
    {"message": {}},
    {"message": {"chat": None}},
    {"message": {"chat": {"id": "7"}, "message_id": 1, "text": "x"}},
    {"message": {"chat": CHAT, "message_id": "1", "text": "x"}},
    {"message": {"chat": CHAT, "message_id": 1, "text": 5}},
    {"message": {"chat": CHAT, "message_id": 1, "text": ["x"]}},
    {"message": {"chat": {"id": True}, "message_id": 1, "text": "x"}},
    {"message": {"chat": {"id": 1e300}, "message_id": 1, "text": "x"}},
    {"message": {"chat": CHAT, "text": "no id"}},
    {"edited_message": {"chat": CHAT}},
    {"callback_query": {}},
    {"callback_query": {"id": 1, "data": "x"}},
    {"callback_query": {"id": "1", "message": {"chat": CHAT}}},
    {"my_chat_member": {"chat": CHAT}},
    {"my_chat_member": {"chat": CHAT, "new_chat_member": {"status": ["kicked"]}}},
    {"channel_post": {"chat": {"id": -5, "type": "channel"}, "message_id": 1}},
    {"poll_answer": {"poll_id": "1"}},
    {"message": {"chat": CHAT, "message_id": 1, "from": "nobody", "dice": {}}},
)
ODD_IDS = ({"message": {}}, {"update_id": "5"}, {"update_id": None}, {"update_id": 1.5})


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "PAUSE", 0.02)


async def _still_answers(phone: Phone) -> None:
    await phone.says("hello")
    await phone.wait_for(HELLO)


async def test_odd_updates_are_set_aside_and_the_next_one_is_answered(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl
) -> None:
    for number, shape in enumerate(SHAPES):
        await sandbox.inject({"update_id": 500 + number, **shape})
    await _still_answers(phone)
    await quiet(gateway)
    redis = gateway.rooms.store.redis
    await until(lambda: _is_empty(redis, names.UPDATES))
    kept = await redis.xrange(names.DEAD_UPDATES)
    assert len(kept) >= len(SHAPES) - 3
    assert all(set(row) == {"sealed", "reason"} for _, row in kept)


async def _is_empty(redis: Any, stream: str) -> bool:
    return bool(await redis.xlen(stream) == 0)


@pytest.mark.parametrize(
    "raw",
    [
        "{not json",
        "null",
        "[]",
        '"text"',
        "5",
        json.dumps({"update_id": -7, "message": {"chat": CHAT, "message_id": 1, "text": "x"}}),
        json.dumps({"update_id": 10**30}),
        '{"update_id": 77, "message": ' + "[" * 600 + "]" * 600 + "}",
        '{"update_id": 78, "message": ' + "[" * 990 + "]" * 990 + "}",
        "[" * 100_000 + "]" * 100_000,
        '{"update_id": 79, "message": {"text": "\\ud800", "chat": {"id": 7}, "message_id": 1}}',
    ],
    ids=lambda raw: raw[:24],
)
async def test_what_is_no_update_at_all_does_not_stop_the_gateway(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, raw: str
) -> None:
    await sandbox.inject_raw(raw)
    await _still_answers(phone)


async def test_an_update_that_never_gets_an_id_is_not_asked_for_in_a_hot_loop(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "PAUSE", 0.2)
    asked = 0
    ask = gateway.rooms.sender.updates

    async def counts(offset: int) -> list[Any]:
        nonlocal asked
        asked += 1
        return await ask(offset)

    gateway.rooms.sender.updates = counts  # type: ignore[method-assign]
    for odd in ODD_IDS:
        await sandbox.inject_raw(json.dumps(odd), once=False)
    await _still_answers(phone)
    assert asked < 40


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "message",
                    "edited_message",
                    "callback_query",
                    "my_chat_member",
                    "chat",
                    "id",
                    "text",
                ]
                + ["message_id", "type", "from", "data", "new_chat_member", "status", "voice"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(JSON)
@settings(max_examples=300, deadline=None)
def test_any_json_is_read_or_refused(update: Any) -> None:
    try:
        incoming = parse(update)
    except BadUpdate:
        return
    assert isinstance(incoming, Incoming)
    assert type(incoming.chat_id) is int
    assert isinstance(incoming.text, str)


@given(
    st.text(max_size=30)
    | st.text(alphabet='/ \t\n\u200b\u2028\u3000\ufeff\u202e／⁄affirmchoose{}"', max_size=30)
)
@settings(max_examples=500, deadline=None)
def test_no_text_ever_passes_for_a_payload(text: str) -> None:
    told = free_text(text)
    assert told
    assert not told.lstrip().startswith("/")
    visible = "".join(char for char in told if char.isprintable()).strip()
    assert not visible.startswith(("/", "／"))
    assert free_text(told) == told


@pytest.mark.parametrize(
    "text", [" /affirm", "/ /affirm", '\u200b/choose{"choice":"hotel"}', "／deny", "\u2066 //stop"]
)
def test_a_typed_payload_becomes_plain_words(text: str) -> None:
    assert free_text(text)[0].isalpha()
