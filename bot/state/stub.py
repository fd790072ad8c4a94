"""What remains of a case that the client left, so that their own word can open it again.

It holds no answers after an exit; after a lock also where the conversation stood. It is
sealed under an epoch key like everything else, and nothing in the chat shows that it exists:
whoever writes gets the hello that a newcomer gets.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.state.conversation import Conversation
from undertone.streams.messages import Departure, Urgency

KEEP_DAYS = 14
"""After this the case can no longer be returned to from the chat; a new one can be begun."""


@dataclass
class Stub:
    """The way back to one case."""

    chat_id: int
    case_id: str
    language: str
    urgency: Urgency
    claimed: bool
    departure: Departure
    own_word: dict[str, Any] | None = None
    duress_word: dict[str, Any] | None = None
    exit_word: str = ""
    consented: bool = False
    children: bool = False
    keep_messages: bool = False
    brief: dict[str, Any] = field(default_factory=dict)
    dialogue: dict[str, Any] | None = None

    def to_json(self) -> bytes:
        """The stub as JSON bytes."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> Stub:
        """The stub in ``to_json``'s bytes."""
        body = json.loads(raw)
        body["urgency"] = Urgency(body["urgency"])
        body["departure"] = Departure(body["departure"])
        return cls(**body)

    def conversation(self) -> Conversation:
        """A conversation that takes up from here, still at cover level and without a data key."""
        return Conversation(
            self.chat_id,
            self.language,
            keep_messages=self.keep_messages,
            own_word=self.own_word,
            duress_word=self.duress_word,
            exit_word=self.exit_word,
            consented=self.consented,
            children=self.children,
            brief=self.brief,
            dialogue=self.dialogue,
        )


def stub_of(conversation: Conversation | None, departure: Departure) -> Stub | None:
    """What to keep when the client goes; None where no case is open or the chat is blocked."""
    if conversation is None or conversation.case is None or departure is Departure.BLOCKED:
        return None
    stub = Stub(
        chat_id=conversation.chat_id,
        case_id=conversation.case.case_id,
        language=conversation.language,
        urgency=conversation.case.urgency,
        claimed=conversation.case.claimed,
        departure=departure,
        own_word=conversation.own_word,
        duress_word=conversation.duress_word,
        consented=conversation.consented,
        children=conversation.children,
        keep_messages=conversation.keep_messages,
    )
    if departure is Departure.LOCKED:
        stub.exit_word = conversation.exit_word
        stub.brief, stub.dialogue = conversation.brief, conversation.dialogue
    return stub
