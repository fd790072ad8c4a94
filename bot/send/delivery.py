"""Carries out what a committed turn led to: shows the bubble, tidies the chat.

An entry stays in the outbox until it is carried out, so a crash repeats it: an edit twice
is the same edit, and only cover-level words are ever sent as a new message.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.send.approved import Approved, Bubble, approve
from bot.send.late import bland
from bot.send.sender import BubbleGone, Sender
from bot.state import names
from bot.state.store import Job, Store
from undertone.guard import Level
from undertone.words import Speaker
from undertone.words.recordings import recording

PLACEHOLDER = "…"
"""What a new message shows for the moment before its private words come by edit."""
PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between tries while Telegram cannot be reached."""
LATE_SECONDS = 8.0
"""After this nobody may be looking at the chat any more."""

log = logging.getLogger(__name__)


def show(
    bubble: Bubble, *, fresh: bool = False, keep_old: bool = False, only_edit: bool = False
) -> dict[str, Any]:
    """Action: the bubble shall read so.

    ``fresh``: as a new message below what stands there. ``only_edit``: never as a new one.
    """
    return {
        "do": "show",
        "bubble": bubble.to_json(),
        "fresh": fresh,
        "keep_old": keep_old,
        "only_edit": only_edit,
    }


def speak(response: str, language: str) -> dict[str, Any]:
    """Action: the response is read aloud, where there is a recording."""
    return {"do": "speak", "response": response, "language": language}


def tidy() -> dict[str, Any]:
    """Action: delete every message of the chat but the bubble."""
    return {"do": "tidy"}


class Delivery:
    """Does what outbox entries say, in order, once more after a crash."""

    def __init__(self, store: Store, sender: Sender, speaker: Speaker) -> None:
        self._store = store
        self._sender = sender
        self._speaker = speaker

    async def carry_out(self, job: Job, *, late: bool = False) -> None:
        """Do all actions of ``job`` unless a wipe came in between, then take it off.

        ``late``: what the client did lies back a while, so private words wait behind a bland
        line. Raises ``ClientGone``; or ``telegram.error.TelegramError`` where Telegram stays
        out of reach: the entry then stays for the next try.
        """
        until = time.monotonic() + (0 if late else LATE_SECONDS)
        for action in job.actions:
            await self._patiently(job, action, until)
        await self._store.done(job)

    async def _patiently(self, job: Job, action: dict[str, Any], until: float) -> None:
        for pause in (*PAUSES, None):
            if time.monotonic() >= until:
                action = bland(action, self._speaker)
            try:
                await self._do(job, action)
                return
            except (NetworkError, RetryAfter) as error:
                if isinstance(error, BadRequest):
                    log.error("Telegram refused an action of kind %s", action["do"])
                    return
                if pause is None:
                    raise
                await asyncio.sleep(pause)

    async def _do(self, job: Job, action: dict[str, Any]) -> None:
        generation, bubble_id = await self._store.where(job.ref)
        if generation != job.generation:
            log.info("an action from before a wipe was thrown away")
        elif action["do"] == "show":
            await self._show(job, action, bubble_id)
        elif action["do"] == "nothing":
            return
        elif action["do"] == "speak":
            await self._speak(job, action)
        else:
            await self._tidy(job, bubble_id)

    async def _speak(self, job: Job, action: dict[str, Any]) -> None:
        sound = recording(action["language"], action["response"])
        if sound is not None:
            new_id = await self._sender.speak(job.chat_id, sound)
            await self._keep_note(job, new_id, bubble=False)

    async def _show(self, job: Job, action: dict[str, Any], bubble_id: int | None) -> None:
        words = approve(Bubble.from_json(action["bubble"]))
        if bubble_id is not None and not action["fresh"]:
            try:
                await self._sender.edit(job.chat_id, bubble_id, words)
                return
            except BubbleGone:
                pass
        if action.get("only_edit"):
            return
        private = words.bubble.level is Level.PRIVATE
        new_id = await self._new(job, approve(_placeholder(words.bubble)) if private else words)
        if new_id is None:
            return
        action["fresh"] = False  # should the rest fail, the next try is about this message
        if bubble_id is not None and not action["keep_old"]:
            await self._remove(job, [bubble_id])
        if private:
            await self._sender.edit(job.chat_id, new_id, words)

    async def _new(self, job: Job, words: Approved) -> int | None:
        new_id = await self._sender.send(job.chat_id, words)
        return new_id if await self._keep_note(job, new_id, bubble=True) else None

    async def _keep_note(self, job: Job, new_id: int, *, bubble: bool) -> bool:
        """Note a message of ours; False where a wipe came in between, and then it is deleted."""
        if await self._store.sent(job.ref, job.generation, job.chat_id, new_id, bubble=bubble):
            return True
        await self._sender.delete(job.chat_id, [new_id], wipe=True)
        return False

    async def _tidy(self, job: Job, bubble_id: int | None) -> None:
        ids = await self._store.redis.zrange(names.ledger(job.ref), 0, -1)
        await self._remove(job, [int(i) for i in ids if int(i) != bubble_id])

    async def _remove(self, job: Job, ids: list[int]) -> None:
        if len(ids) > 1:
            await self._sender.delete(job.chat_id, ids)
        gone = [i for i in ids if await self._sender.is_gone(job.chat_id, i)]
        await self._store.forget_messages(job.ref, gone)


def _placeholder(bubble: Bubble) -> Bubble:
    return Bubble(PLACEHOLDER, (), Level.COVER, bubble.language)
