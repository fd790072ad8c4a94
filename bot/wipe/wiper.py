"""Runs wipe jobs: ledger → batch delete → single check → survivors reported and tried again."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from datetime import UTC, datetime
from typing import Any

from redis.exceptions import RedisError
from telegram.error import TelegramError

from bot.send.approved import Bubble, approve
from bot.send.sender import ClientGone, Sender
from bot.state import names
from bot.state.keyring import CannotOpen
from bot.state.store import Store
from undertone.guard import Level
from undertone.stopping import end
from undertone.streams.bus import publish
from undertone.streams.messages import TO_CONSOLE, Departure, ExitNotice
from undertone.words import Speaker

RETRY_AFTER = (1.0, 5.0, 30.0, 120.0)
"""Seconds between the passes over survivors."""

log = logging.getLogger(__name__)


def wipe_job(language: str, line: str, departure: Departure, case_id: str | None) -> dict[str, Any]:
    """What a wipe must remember: the name of its last line ('' = none), its language, the case."""
    return {
        "language": language,
        "line": line,
        "departure": departure.value,
        "case_id": case_id or "",
    }


class Wiper:
    """Every wipe under way in this process."""

    def __init__(self, store: Store, sender: Sender, speaker: Speaker) -> None:
        self._store = store
        self._sender = sender
        self._speaker = speaker
        self._running: dict[str, asyncio.Task[None]] = {}

    def begin(self, field: str) -> asyncio.Task[None]:
        """Run the job named ``ref:generation`` unless it runs already."""
        if field not in self._running:
            task = asyncio.create_task(self._run(field))
            task.add_done_callback(lambda _: self._running.pop(field, None))
            self._running[field] = task
        return self._running[field]

    async def stop(self) -> None:
        """Break off what runs; the jobs stay and are resumed at the next start."""
        await end(list(self._running.values()))

    async def resume(self) -> int:
        """Begin every job that a crash or an outage left; how many there were."""
        fields = await self._store.redis.hkeys(names.WIPES)
        for field in fields:
            self.begin(field)
        return len(fields)

    async def _run(self, field: str) -> None:
        try:
            job = await self._read(field)
            if job is not None:
                await self._wipe(field, job)
        except ClientGone:
            await self._finish(field)
        except (TelegramError, RedisError, OSError) as error:
            log.error("a wipe was interrupted by %s; it goes on later", type(error).__name__)

    async def _read(self, field: str) -> dict[str, Any] | None:
        sealed = await self._store.redis.hget(names.WIPES, field)
        if sealed is None:
            return None
        try:
            body: dict[str, Any] = json.loads(self._store.keyring.open(sealed, "wipe"))
        except CannotOpen:
            log.error("a wipe job does not open and is dropped")
            await self._finish(field)
            return None
        return body

    async def _wipe(self, field: str, job: dict[str, Any]) -> None:
        await self._batch(field, job["chat_id"])
        trouble = await self._try_last_line(field, job)
        survivors = await self._check(field, job["chat_id"])
        for pause in RETRY_AFTER:
            if not survivors:
                break
            await asyncio.sleep(pause)
            await self._batch(field, job["chat_id"])
            survivors = await self._check(field, job["chat_id"])
        if trouble is not None:
            raise trouble
        if survivors and job["case_id"]:
            await publish(self._store.redis, TO_CONSOLE, _survivors(job, len(survivors)))
        await self._finish(field)

    async def _batch(self, field: str, chat_id: int) -> None:
        await self._sender.delete(chat_id, await self._ids(field), wipe=True)

    async def _check(self, field: str, chat_id: int) -> list[int]:
        survivors = []
        for message_id in await self._ids(field):
            if await self._sender.is_gone(chat_id, message_id, wipe=True):
                await self._store.redis.zrem(names.wiping(field), message_id)
            else:
                survivors.append(message_id)
        return survivors

    async def _try_last_line(self, field: str, job: dict[str, Any]) -> TelegramError | None:
        """The bland line; a limit on sending must not keep the wipe from being checked."""
        try:
            await self._last_line(field, job)
        except TelegramError as error:
            return error
        return None

    async def _last_line(self, field: str, job: dict[str, Any]) -> None:
        if not job["line"]:
            return
        line = self._speaker.say(job["line"], job["language"])
        words = approve(Bubble(line.text, (), Level.COVER, job["language"]))
        ref, _, generation = field.rpartition(":")
        message_id = await self._sender.send(job["chat_id"], words)
        if not await self._store.sent(ref, int(generation), job["chat_id"], message_id):
            await self._sender.delete(job["chat_id"], [message_id], wipe=True)
        job["line"] = ""
        sealed = self._store.keyring.seal(json.dumps(job).encode(), "wipe")
        await self._store.redis.hset(names.WIPES, field, sealed)

    async def _ids(self, field: str) -> list[int]:
        rows = await self._store.redis.zrange(names.wiping(field), 0, -1)
        return [int(row) for row in rows]

    async def _finish(self, field: str) -> None:
        async with self._store.redis.pipeline(transaction=True) as pipe:
            pipe.delete(names.wiping(field))
            pipe.hdel(names.WIPES, field)
            await pipe.execute()


def _survivors(job: dict[str, Any], count: int) -> ExitNotice:
    return ExitNotice(
        message_id=str(uuid.uuid4()),
        case_id=job["case_id"],
        at=datetime.now(UTC).isoformat(),
        departure=Departure(job["departure"]),
        survivors=count,
    )
