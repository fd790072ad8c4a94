"""Chats that an officer holds already, and what reached the console."""

from __future__ import annotations

import json
from typing import Any

from bot.state.conversation import Conversation, Mode
from bot.state.store import Outcome
from bot.wiring import Gateway
from undertone.sealing.demo import DemoMaterial
from undertone.sealing.envelope import ContentKind, DataKey, open_content, open_with_seed
from undertone.sealing.keys import open_seed
from undertone.streams.messages import (
    TO_CONSOLE,
    CaseBrief,
    ClientMessage,
    StreamMessage,
    from_wire,
)


async def held_case(gateway: Gateway, chat_id: int, language: str = "en") -> str:
    """Put a chat into the relay with a case; the case's id."""
    store = gateway.rooms.store
    conversation = Conversation(chat_id, language, mode=Mode.RELAY)
    case = gateway.rooms.desk.open(conversation)
    case.claimed = True
    brief = gateway.rooms.desk.brief_message(conversation)
    await store.commit(await store.load(store.ref(chat_id)), Outcome(conversation, [], [brief]))
    return case.case_id


async def to_console(redis: Any) -> list[StreamMessage]:
    """Everything that waits for the console, oldest first."""
    return [from_wire(values) for _, values in await redis.xrange(TO_CONSOLE)]


class Officer:
    """Opens what is sealed, as the officer's browser would."""

    def __init__(self, demo: DemoMaterial) -> None:
        self._id = demo.officer_id
        self._seed = open_seed(demo.wrapped_seed, demo.passphrase, demo.officer_id)
        self._keys: dict[str, DataKey] = {}

    def reads(self, messages: list[StreamMessage]) -> list[dict[str, Any]]:
        """What briefs and client messages say."""
        return [self._read(m) for m in messages if isinstance(m, CaseBrief | ClientMessage)]

    def key(self, brief: CaseBrief) -> DataKey:
        """The data key of a case."""
        return open_with_seed(
            brief.wrapped_keys[self._id],
            self._seed,
            case_id=brief.case_id,
            envelope_id=brief.envelope_id,
            recipient_id=self._id,
        )

    def _read(self, message: CaseBrief | ClientMessage) -> dict[str, Any]:
        if isinstance(message, CaseBrief):
            key = self._keys.setdefault(message.envelope_id, self.key(message))
            return open_content(key, ContentKind.BRIEF, str(message.revision), message.sealed)
        key = self._keys[message.envelope_id]
        return open_content(key, ContentKind.CLIENT_MESSAGE, message.message_id, message.sealed)


def canary_free(raw: bytes, *canaries: str) -> bool:
    """Whether none of the texts stands in ``raw``, as UTF-8 or JSON-escaped."""
    spellings = [canary.encode() for canary in canaries]
    spellings += [json.dumps(canary).strip('"').encode() for canary in canaries]
    return not any(spelling in raw for spelling in spellings)
