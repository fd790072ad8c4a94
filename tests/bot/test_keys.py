"""Keys: an exit and one rotation make every copy from before unreadable; nothing live is lost."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from bot.rotation import Rotation
from bot.state import names
from bot.state.keyring import CannotOpen, Keyring, open_with, secret_file
from bot.state.store import Store
from bot.wiring import Gateway
from sandbox.client import Phone
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import (
    GOODBYE,
    HEARD,
    joins_relay,
    opens_session,
    quiet,
    says_and_settles,
    shows_only,
)
from tests.servers import ValkeyServer

BOUND = ("key|{0}", "chat|{0}", "return|{0}", "outbox|{0}", "update", "wipe")


async def _copy(gateway: Gateway) -> list[str]:
    """Every sealed text that stands in Redis now, as a stolen copy of its files would have it."""
    redis, found = gateway.rooms.store.redis, []
    async for key in redis.scan_iter():
        kind = await redis.type(key)
        if kind == "string":
            found.append(await redis.get(key))
        elif kind == "hash":
            found += (await redis.hgetall(key)).values()
        elif kind == "stream":
            found += [value for _, row in await redis.xrange(key) for value in row.values()]
    return [value for value in found if "." in value and value.split(".")[0].isdigit()]


def _openable(keyring: Keyring, sealed: list[str], ref: str) -> list[str]:
    opened = []
    for value in sealed:
        for bound_to in BOUND:
            try:
                keyring.open(value, bound_to.format(ref))
            except CannotOpen:
                continue
            opened.append(bound_to)
    return opened


async def test_after_an_exit_and_a_rotation_no_key_opens_a_copy_from_before(
    gateway: Gateway, phone: Phone
) -> None:
    # Given a case in the relay, and a copy of all that Redis has of it
    await joins_relay(gateway, phone)
    await says_and_settles(phone, "private words")
    await quiet(gateway)
    store = gateway.rooms.store
    ref = store.ref(phone.chat_id)
    copied = await _copy(gateway)
    state = await store.redis.get(names.conversation(ref))
    assert "key|{0}" in _openable(store.keyring, copied, ref), "the copy opens while it lives"
    # When the client leaves and the keys are rotated
    await phone.says("teapot")
    await phone.wait_for(shows_only(GOODBYE))
    await quiet(gateway)
    await gateway.rotation.rotate()
    # Then neither the gateway nor the files on its disk open anything of the copy
    assert _openable(store.keyring, copied, ref) == []
    from_disk = Keyring(gateway.rooms.settings.keys / "epochs")
    assert _openable(from_disk, copied, ref) == []
    for key in (*(from_disk._keys.values()), gateway.rooms.word_key):
        with pytest.raises((CannotOpen, ValueError)):
            open_with(key, state.encode(), f"state|{ref}")


async def test_a_conversation_that_goes_on_survives_rotations(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await opens_session(phone)
    for _ in range(3):
        await gateway.rotation.rotate()
        await says_and_settles(phone, "still here")
        assert phone.texts[0].startswith(HEARD)
    assert len(gateway.rooms.store.keyring.numbers) == 1


async def test_a_case_that_was_left_can_be_returned_to_after_a_rotation(
    gateway: Gateway, phone: Phone
) -> None:
    await joins_relay(gateway, phone)
    await phone.says("teapot")
    await phone.wait_for(shows_only(GOODBYE))
    await quiet(gateway)
    await gateway.rotation.rotate()
    await phone.says("hello")
    await phone.wait_for("Is now a good time to write?")
    await phone.says("teapot")
    await phone.wait_for("Welcome back.")


async def test_what_waits_keeps_its_key_until_it_is_handled(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await opens_session(phone)
    await quiet(gateway)
    dialogue.pause = 0.3
    await phone.says("slow")
    await says_and_settles(phone, "slower")
    await gateway.rotation.rotate()
    await quiet(gateway)
    assert await gateway.rooms.store.redis.xlen(names.DEAD_UPDATES) == 0


async def test_redis_being_away_at_a_rotation_destroys_nothing(
    own_gateway: Gateway, own_valkey: ValkeyServer, phone: Phone
) -> None:
    await opens_session(phone)
    await quiet(own_gateway)
    own_valkey.kill()
    with pytest.raises((OSError, Exception), match="."):
        await own_gateway.rotation.rotate()
    own_valkey.restart()
    own_valkey.wait()
    await own_gateway.rotation.rotate()
    await says_and_settles(phone, "still here")
    assert phone.texts[0].startswith(HEARD)


def test_key_files_are_for_their_owner_only_and_are_gone_when_destroyed(tmp_path: Path) -> None:
    keyring = Keyring(tmp_path / "keys" / "epochs")
    secret_file(tmp_path / "keys" / "word.key")
    keyring.advance()
    for file in (tmp_path / "keys").rglob("*.key"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys" / "epochs").stat().st_mode) == 0o700
    keyring.destroy(1)
    assert sorted(file.name for file in (tmp_path / "keys" / "epochs").iterdir()) == ["2.key"]


def test_a_sealed_value_opens_only_for_what_it_was_bound_to(tmp_path: Path) -> None:
    keyring = Keyring(tmp_path)
    sealed = keyring.seal(b"words", "state|a")
    assert keyring.open(sealed, "state|a") == b"words"
    for wrong in (sealed[:-4] + "AAAA", sealed.replace("1.", "2.", 1), "1.!", "x", "", "1."):
        with pytest.raises(CannotOpen):
            keyring.open(wrong, "state|a")
    with pytest.raises(CannotOpen):
        keyring.open(sealed, "state|b")


def test_a_ring_that_was_copied_before_does_not_come_back(tmp_path: Path) -> None:
    keyring = Keyring(tmp_path / "ring")
    sealed = keyring.seal(b"words", "x")
    keyring.advance()
    keyring.destroy(1)
    shutil.copytree(tmp_path / "ring", tmp_path / "copy")
    with pytest.raises(CannotOpen):
        Keyring(tmp_path / "copy").open(sealed, "x")


async def test_a_state_that_does_not_open_starts_again_at_cover_level(
    gateway: Gateway, phone: Phone
) -> None:
    await opens_session(phone)
    await quiet(gateway)
    store: Store = gateway.rooms.store
    ref = store.ref(phone.chat_id)
    await store.redis.set(names.conversation(ref), "AAAA")
    await phone.says("hello")
    await phone.wait_for("Is now a good time to write?")
    assert "✖" not in phone.buttons
    assert isinstance(gateway.rotation, Rotation)
