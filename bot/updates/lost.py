"""Messages that we never heard of: Telegram keeps updates for 24 h only (Bot API, getUpdates).

After a longer outage such messages stand in chats and on no ledger. Message ids of a bot's
private chats come from one ascending counter, so those ids lie between the highest id known
before the outage and the first one known after it: they are deleted in every chat that we
know. ``deleteMessages`` passes over ids that a chat does not have.
"""

from __future__ import annotations

import logging

from telegram.error import TelegramError

from bot.clock import now_ms
from bot.send.sender import ClientGone, Sender
from bot.state import names
from bot.state.store import Store

LOSES_AFTER_MS = 23 * 3_600_000
"""An outage as long as this may have cost updates: 24 h, and a little to be certain."""
MOST = 5_000
"""So many ids are tried at most; more than that in one outage is not a chat service's load."""
FIRST_GUESS = 300
"""Ids that are tried at once, as long as nothing new shows how far the counter went."""
log = logging.getLogger(__name__)


async def note_fetch(store: Store) -> None:
    """Telegram was asked for updates just now. Before any of them is taken in."""
    before = await store.redis.getset(names.FETCHED, now_ms())
    if before is None or now_ms() - int(before) < LOSES_AFTER_MS:
        return
    log.warning("an outage was so long that Telegram may have dropped updates")
    highest = int(await store.redis.get(names.HIGHEST) or 0)
    if highest:
        await store.redis.hset(names.GAP, mapping={"after": highest, "tried": highest})


async def delete_lost(store: Store, sender: Sender) -> None:
    """Delete what the last long outage left, as far as it can be known by now."""
    gap = await store.redis.hgetall(names.GAP)
    if not gap:
        return
    after, tried = int(gap["after"]), int(gap["tried"])
    highest = int(await store.redis.get(names.HIGHEST) or 0)
    if highest > after:
        await _delete(store, sender, tried, min(highest, after + MOST))
        await store.redis.delete(names.GAP)
    elif tried == after:
        await _delete(store, sender, after, after + FIRST_GUESS)
        await store.redis.hset(names.GAP, "tried", after + FIRST_GUESS)


async def _delete(store: Store, sender: Sender, after: int, until: int) -> None:
    async for ref in store.redis.hscan_iter(names.CHATS, no_values=True):
        chat_id = await store.chat_of(ref)
        if chat_id is None:
            continue
        known = {int(row) for row in await store.redis.zrange(names.ledger(ref), 0, -1)}
        try:
            await sender.delete(chat_id, [i for i in range(after + 1, until) if i not in known])
        except (TelegramError, ClientGone) as error:
            log.info("lost messages of a chat stay: %s", type(error).__name__)
