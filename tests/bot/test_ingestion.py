"""Ingestion loses nothing: on disk before Telegram may forget it, once, in order per chat."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.state import names
from bot.updates import fetch
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import HEARD, HELLO, opens_session, quiet, says_and_settles, until
from tests.servers import ValkeyServer

pytestmark = pytest.mark.slow


def _heard(dialogue: ScriptedDialogue) -> list[str]:
    return [text for text, _ in dialogue.asked if text.startswith("t")]


async def _write(phone: Phone, count: int) -> list[str]:
    texts = [f"t{number}" for number in range(count)]
    for text in texts:
        await phone.says(text)
    return texts


async def test_with_redis_gone_nothing_is_confirmed_and_all_is_handled_later(
    own_gateway: Gateway,
    own_valkey: ValkeyServer,
    phone: Phone,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
) -> None:
    # Given a session, and then no Redis
    await opens_session(phone)
    await quiet(own_gateway)
    _, confirmed = await sandbox.updates()
    own_valkey.kill()
    # When the client writes
    await phone.says("t1")
    await phone.says("t2")
    await asyncio.sleep(0.4)
    # Then Telegram still has both, and the dialogue heard nothing
    assert await sandbox.updates() == (2, confirmed)
    assert _heard(dialogue) == []
    # And once Redis is back both are handled, in order
    own_valkey.restart()
    own_valkey.wait()
    await until(lambda: _heard(dialogue) == ["t1", "t2"])
    await phone.wait_for(HEARD)


async def test_an_update_is_on_disk_and_sealed_before_its_offset_moves(
    own_gateway: Gateway, own_valkey: ValkeyServer, phone: Phone, sandbox: SandboxControl
) -> None:
    store, seen = own_gateway.rooms.store, []
    ask = own_gateway.rooms.sender.updates

    async def asks(offset: int) -> list[object]:
        # whatever Telegram may forget with this offset must be known to Redis
        seen.append(not offset or bool(await store.redis.exists(names.seen(offset - 1))))
        return await ask(offset)

    own_gateway.rooms.sender.updates = asks  # type: ignore[method-assign]
    for text in ("one", "two", "three"):
        await phone.says(text)
        await phone.wait_for(HELLO)
    await until(lambda: len(seen) > 1)
    assert all(seen)


async def test_an_update_that_comes_again_is_dropped(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, dialogue: ScriptedDialogue
) -> None:
    await opens_session(phone)
    await _write(phone, 3)
    await until(lambda: len(_heard(dialogue)) == 3)
    await until_confirmed(sandbox)
    assert await sandbox.replay(5) == 5
    await says_and_settles(phone, "t last")
    assert _heard(dialogue) == ["t0", "t1", "t2", "t last"]


async def until_confirmed(sandbox: SandboxControl) -> None:
    """Wait until Telegram knows that everything was taken in."""

    async def nothing_waits() -> bool:
        return (await sandbox.updates())[0] == 0

    await until(nothing_waits)


@pytest.mark.parametrize("kind", ["duplicate", "shuffle"])
async def test_each_chat_is_heard_once_and_in_order_whatever_telegram_does(
    gateway: Gateway,
    sandbox: SandboxControl,
    dialogue: ScriptedDialogue,
    kind: str,
) -> None:
    phones = [await sandbox.phone(f"P{number}") for number in range(3)]
    for phone in phones:
        await opens_session(phone)
    await sandbox.fault("getUpdates", kind, count=None)
    await asyncio.gather(*(_say_all(phone) for phone in phones))
    await until(lambda: len(_heard(dialogue)) >= 24)
    await sandbox.clear_faults()
    await quiet(gateway)
    for phone in phones:
        mine = [text for text in _heard(dialogue) if text.startswith(f"t{phone.name}")]
        assert mine == [f"t{phone.name} {number}" for number in range(8)]


async def _say_all(phone: Phone) -> None:
    for number in range(8):
        await phone.says(f"t{phone.name} {number}")


async def test_order_holds_when_redis_dies_and_comes_back_in_the_middle(
    own_gateway: Gateway,
    own_valkey: ValkeyServer,
    phone: Phone,
    dialogue: ScriptedDialogue,
) -> None:
    await opens_session(phone)
    dialogue.pause = 0.03
    writing = asyncio.create_task(_write(phone, 20))
    await until(lambda: len(_heard(dialogue)) >= 4)
    own_valkey.kill()
    await asyncio.sleep(0.3)
    own_valkey.restart()
    texts = await writing
    await until(lambda: _heard(dialogue)[-1] == texts[-1])
    await quiet(own_gateway)
    once = list(dict.fromkeys(_heard(dialogue)))
    assert once == texts, "every text in order; the one under way at the kill may be asked again"


async def test_more_than_a_batch_that_a_crash_left_is_taken_up_in_order(
    own_gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await opens_session(phone)
    await quiet(own_gateway)
    store, chat = own_gateway.rooms.store, phone.chat_id
    own_gateway.dispatcher._pipeline.behind.clear()
    for number in range(250):
        update = {
            "update_id": 10_000 + number,
            "message": {"message_id": 1, "chat": {"id": chat + 1 + number % 50}, "text": "t"},
        }
        await store.take_in(update, chat + 1 + number % 50, None)
    await until(lambda: len(_heard(dialogue)) == 250, timeout=10)


async def test_a_second_poller_is_waited_out(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "CONFLICT_PAUSE", 0.1)
    settings = gateway.rooms.settings
    async with httpx.AsyncClient(base_url=settings.api_base, trust_env=False) as other:
        path = f"/bot{settings.token}/getUpdates"
        answer = await other.get(path, params={"timeout": 1})
        assert answer.status_code in (200, 409)
    await phone.says("hello")
    await phone.wait_for(HELLO)


async def test_telegram_being_away_for_a_moment_loses_nothing(
    gateway: Gateway, phone: Phone, sandbox: SandboxControl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "PAUSE", 0.05)
    await sandbox.fault("getUpdates", "garbage", count=1)
    await sandbox.fault("getUpdates", "drop", count=1)
    await sandbox.fault("getUpdates", "server_error", count=1)
    await sandbox.fault("sendMessage", "drop", count=1)
    await phone.says("hello")
    await phone.wait_for(HELLO)
