"""Key rotation: what is still needed is wrapped again under a new epoch, then the old epoch's
key is destroyed, so that no copy of Redis's files from before can be opened.

Fails closed towards remembering: an old key is destroyed only when nothing in Redis names
its epoch any more, and it is tried again at the next rotation.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable

from bot.state import names, scripts
from bot.state.keyring import CannotOpen, epoch_of
from bot.state.store import Store

SEALED_VALUES = {
    names.conversation_key(""): "key|",
    names.stub(""): "return|",
    names.callback(""): "callback|",
    names.small_talk(""): "small_talk|",
}
"""Prefixes of the values that are sealed under an epoch key, and what each is bound to."""
log = logging.getLogger(__name__)


class Rotation:
    """Rotates the epoch keys of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._swap = store.redis.register_script(scripts.SWAP)
        self._swap_field = store.redis.register_script(scripts.SWAP_FIELD)

    async def rotate(self) -> None:
        """Begin a new epoch, wrap again, destroy every key that nothing needs."""
        keyring = self._store.keyring
        keyring.advance()
        for prefix, binding in SEALED_VALUES.items():
            await self._wrap_values_again(prefix, binding)
        await self._wrap_fields_again(names.CHATS, lambda field: f"chat|{field}")
        await self._wrap_fields_again(names.WIPES, lambda field: "wipe")
        needed = {epoch async for epoch in self._epochs_in_use()}
        for number in sorted(keyring.numbers - {keyring.current} - needed):
            keyring.destroy(number)
        log.info("keys rotated; %d epochs left", len(keyring.numbers))

    async def _wrap_values_again(self, prefix: str, binding: str) -> None:
        redis, keyring = self._store.redis, self._store.keyring
        async for name in redis.scan_iter(match=prefix + "*", count=500):
            sealed = await redis.get(name)
            if not sealed or epoch_of(sealed) == keyring.current:
                continue
            bound_to = binding + name.removeprefix(prefix)
            try:
                again = keyring.seal(keyring.open(sealed, bound_to), bound_to)
            except CannotOpen:
                await redis.delete(name)
                continue
            await self._swap(keys=[name], args=[sealed, again])

    async def _wrap_fields_again(self, name: str, bound_to: Callable[[str], str]) -> None:
        redis, keyring = self._store.redis, self._store.keyring
        async for field, sealed in redis.hscan_iter(name):
            if epoch_of(sealed) == keyring.current:
                continue
            try:
                again = keyring.seal(keyring.open(sealed, bound_to(field)), bound_to(field))
            except CannotOpen:
                await redis.hdel(name, field)
                continue
            await self._swap_field(keys=[name], args=[field, sealed, again])

    async def _epochs_in_use(self) -> AsyncIterator[int]:
        redis = self._store.redis
        for stream in (names.UPDATES, names.OUTBOX):
            for _, row in await redis.xrange(stream):
                if row.get("sealed"):
                    yield epoch_of(row["sealed"])
        for name in (names.CHATS, names.WIPES):
            async for _, sealed in redis.hscan_iter(name):
                yield epoch_of(sealed)
        for prefix in SEALED_VALUES:
            async for name in redis.scan_iter(match=prefix + "*", count=500):
                sealed = await redis.get(name)
                if sealed:
                    yield epoch_of(sealed)
