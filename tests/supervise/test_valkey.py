"""Our own server, really started: settings, password, and nothing lost by a crash."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import AuthenticationError

from tests.supervise.conftest import Screen, free_port
from undertone.supervise import valkey
from undertone.supervise.child import Child
from undertone.supervise.ports import valkey_answers
from undertone.supervise.services import valkey_service
from undertone.supervise.supervisor import Keeper

pytestmark = pytest.mark.slow


@contextlib.asynccontextmanager
async def running(server: valkey.Valkey, screen: Screen) -> AsyncIterator[Redis]:
    keeper = Keeper(valkey_service(server, {"PATH": "/usr/bin:/bin"}), screen)
    await keeper.start()
    with Redis.from_url(server.url, decode_responses=True, protocol=2) as redis:
        yield redis
    await keeper.stop()


@pytest.fixture
def server(tmp_path: Path) -> valkey.Valkey:
    return valkey.local(tmp_path, free_port())


async def test_every_write_is_on_disk_before_the_answer(
    server: valkey.Valkey, screen: Screen
) -> None:
    wanted = {
        "appendonly": "yes",
        "appendfsync": "always",
        "save": "",
        "maxmemory-policy": "noeviction",
        "bind": "127.0.0.1",
        "protected-mode": "yes",
    }
    async with running(server, screen) as redis:
        assert {name: redis.config_get(name)[name] for name in wanted} == wanted


async def test_it_answers_nobody_without_the_password(
    server: valkey.Valkey, screen: Screen
) -> None:
    async with running(server, screen):
        stranger = Redis(port=server.port, protocol=2)
        with pytest.raises(AuthenticationError):
            stranger.ping()
        stranger.close()
        assert not await valkey_answers(server.port, "wrong")


def test_the_password_is_made_once_and_stands_on_no_command_line(
    server: valkey.Valkey, tmp_path: Path
) -> None:
    assert valkey.local(tmp_path, 1).password == server.password
    assert server.password not in " ".join(server.command)
    assert valkey.local_url(tmp_path, server.port) == server.url


def test_there_is_no_address_before_the_first_start(tmp_path: Path) -> None:
    assert valkey.local_url(tmp_path, 1) is None


async def test_a_crash_loses_no_transaction_and_no_pending_entry(
    server: valkey.Valkey, screen: Screen
) -> None:
    child = await Child.start(valkey_service(server, {"PATH": "/usr/bin:/bin"}), screen)
    while not await valkey_answers(server.port, server.password):
        pass
    with Redis.from_url(server.url, decode_responses=True, protocol=2) as redis:
        redis.xgroup_create("stream", "group", id="0", mkstream=True)
        with redis.pipeline(transaction=True) as transaction:
            transaction.xadd("stream", {"n": "1"}).set("seen", "1").execute()
        redis.eval("return redis.call('set', KEYS[1], ARGV[1])", 1, "scripted", "1")
        redis.xreadgroup("group", "reader", {"stream": ">"})
    child.kill()
    await child.wait()
    async with running(server, screen) as redis:
        assert redis.get("seen") == "1"
        assert redis.get("scripted") == "1"
        assert redis.xpending("stream", "group")["pending"] == 1


async def test_a_half_written_command_at_the_end_of_the_file_is_survived(
    server: valkey.Valkey, screen: Screen
) -> None:
    async with running(server, screen) as redis:
        redis.set("kept", "yes")
    (log,) = (server.folder / "appendonlydir").glob("*.incr.aof")
    with log.open("ab") as file:
        file.write(b"*3\r\n$3\r\nSET\r\n$4\r\nlo")
    async with running(server, screen) as redis:
        assert redis.get("kept") == "yes"


async def test_what_is_deleted_leaves_the_file_with_a_rewrite(
    server: valkey.Valkey, screen: Screen
) -> None:
    async with running(server, screen) as redis:
        redis.set("state", "ciphertext-to-forget")
        redis.delete("state")
        redis.bgrewriteaof()
        while redis.info("persistence")["aof_rewrite_in_progress"]:
            pass
        left = b"".join(path.read_bytes() for path in server.folder.rglob("*") if path.is_file())
        assert b"ciphertext-to-forget" not in left


def test_a_server_on_the_path_is_preferred_unless_it_is_too_old(tmp_path: Path) -> None:
    def program(text: str) -> Path:
        file = tmp_path / f"server {text}"
        file.write_text(f"#!/bin/sh\necho 'Redis server v={text} sha=0'\n")
        file.chmod(0o755)
        return file

    new, old = program("7.0.15"), program("6.0.16")
    assert valkey.find_program(lambda _: str(new)) == new
    assert valkey.find_program(lambda _: str(old)) == valkey.bundled_program()
    assert valkey.find_program(lambda _: None) == valkey.bundled_program()
