"""What the gateway carries for one chat between two updates."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from undertone.streams.messages import CaseState, Urgency


class Mode(StrEnum):
    """Where a chat stands.

    ``cover``: no session; ``session``: the bot asks; ``relay``: an officer holds the case.
    """

    COVER = "cover"
    SESSION = "session"
    RELAY = "relay"


OPEN = frozenset({Mode.SESSION, Mode.RELAY})
"""The modes in which private text may be sent."""


@dataclass
class OpenCase:
    """The case of this session: its data key never leaves the sealed state."""

    case_id: str
    envelope_id: str
    data_key: str
    """Base64 of the 32 byte key."""
    wrapped_keys: dict[str, str]
    revision: int = 0
    state: CaseState = CaseState.INTAKE
    urgency: Urgency = Urgency.ROUTINE
    claimed: bool = False


@dataclass
class PendingLine:
    """An officer's line that waits behind a cover-level ping."""

    message_id: str
    text: str


@dataclass
class Conversation:
    """The sealed state of one chat."""

    chat_id: int
    language: str
    mode: Mode = Mode.COVER
    keep_messages: bool = False
    own_word: dict[str, Any] | None = None
    """``OwnWord.to_state()`` of the word that the client chose; None = the default."""
    exit_word: str = ""
    """The word to show when it is asked for again; sealed like everything here."""
    dialogue: dict[str, Any] | None = None
    """The dialogue's carried state, opaque to us."""
    scripted: str = ""
    """What the scripted path asked last, while the dialogue is out of reach."""
    buttons: dict[str, str] = field(default_factory=dict)
    """Opaque callback data on the bubble → payload."""
    titles: dict[str, str] = field(default_factory=dict)
    """Normalised words on a button of the bubble → payload: people type them as well."""
    likely_languages: list[str] = field(default_factory=list)
    """Codes of what the client seems to write, best first: they lead the picker."""
    brief: dict[str, Any] = field(default_factory=dict)
    """Answers so far, as the sealed brief has them."""
    consented: bool = False
    """Whether an officer may read everything; without it only what acting on danger needs."""
    children: bool = False
    case: OpenCase | None = None
    pending: list[PendingLine] = field(default_factory=list)
    shown: list[PendingLine] = field(default_factory=list)
    """The lines that were opened last, so that they can be opened again."""
    duress_word: dict[str, Any] | None = None
    """A second word of the client's: "somebody else is typing"."""
    keep_line: bool = True
    """Whether one bland line stays after an exit."""
    warn_before_lock: bool = False
    warned_at: int = 0
    """The ``last_act`` after which the client was warned of the lock."""
    last_act: int = 0
    """When the client last did something, ms since the epoch."""

    @property
    def is_open(self) -> bool:
        """Whether private text may be shown."""
        return self.mode in OPEN

    def to_json(self) -> bytes:
        """The state as JSON bytes."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> Conversation:
        """The state in ``to_json``'s bytes."""
        body = json.loads(raw)
        case = body.pop("case")
        lines = {name: [PendingLine(**line) for line in body.pop(name)] for name in _LINES}
        return cls(
            **{**body, **lines, "mode": Mode(body["mode"])},
            case=_case(case) if case else None,
        )


_LINES = ("pending", "shown")


def _case(body: dict[str, Any]) -> OpenCase:
    return OpenCase(
        **{**body, "state": CaseState(body["state"]), "urgency": Urgency(body["urgency"])}
    )
