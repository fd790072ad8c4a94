"""What travels between the gateway and the console: frozen, versioned dataclasses.

Content is always sealed (``undertone.sealing``); what stands here in the clear is what
the queue needs to sort and route: urgency, language, times and states. Both ends use
this module and nothing else to read or write a stream.
"""

from __future__ import annotations

import json
import types
import typing
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any, ClassVar, Self, cast

TO_CONSOLE = "to_console"
TO_BOT = "to_bot"


class Urgency(StrEnum):
    """How soon a person must look: ``urgent`` means danger now."""

    URGENT = "urgent"
    SOON = "soon"
    ROUTINE = "routine"


class CaseState(StrEnum):
    """Where the intake stands: still being asked, waiting for an officer, or left midway."""

    INTAKE = "intake"
    WAITING = "waiting"


class Departure(StrEnum):
    """Why the client is gone; the composer freezes on every one of them."""

    EXITED = "exited"
    LOCKED = "locked"
    BLOCKED = "blocked"


class Delivery(StrEnum):
    """What became of an officer's line.

    ``held``: the guard held it back, ``spans`` mark the words. ``waiting``: a cover-level
    ping is out. ``shown``: the client tapped it open. ``expired``: taken off the screen
    again. ``gone``: the client has left, it was never shown. ``failed``: could not be sent.
    """

    HELD = "held"
    WAITING = "waiting"
    SHOWN = "shown"
    EXPIRED = "expired"
    GONE = "gone"
    FAILED = "failed"


class AlertKind(StrEnum):
    """What the person who holds the case should know, while the chat shows nothing of it.

    ``probing``: somebody tries words in a chat that the client left. ``duress``: the client
    says that somebody else is typing.
    """

    PROBING = "probing"
    DURESS = "duress"


class BadMessage(Exception):
    """A stream entry that is not one of ours; it goes to the dead letters."""


@dataclass(frozen=True, kw_only=True)
class StreamMessage:
    """Base of every message: kind and version for the wire, and an id that makes it idempotent."""

    kind: ClassVar[str]
    version: ClassVar[int] = 1

    message_id: str
    """UUID; the receiving end drops an id that it has seen."""
    case_id: str
    """UUID of the case."""
    at: str
    """When it happened, ISO 8601 in UTC."""

    def to_wire(self) -> dict[str, str]:
        """Field/value pairs for XADD."""
        return {"kind": self.kind, "version": str(self.version), "body": json.dumps(asdict(self))}

    @classmethod
    def from_body(cls, body: dict[str, Any]) -> Self:
        """The message in a parsed JSON object.

        Raises ``BadMessage`` on a missing, unknown or wrongly typed field.
        """
        known = {entry.name for entry in fields(cls)}
        if set(body) - known:
            raise BadMessage(f"{cls.kind}: unknown fields {sorted(set(body) - known)}")
        hints = typing.get_type_hints(cls)
        try:
            return cls(**{name: _read(hints[name], value) for name, value in body.items()})
        except (TypeError, ValueError) as error:
            raise BadMessage(f"{cls.kind}: {type(error).__name__}") from error


@dataclass(frozen=True, kw_only=True)
class CaseBrief(StreamMessage):
    """The case as the client has told it so far; a later ``revision`` replaces an earlier one."""

    kind: ClassVar[str] = "case"

    revision: int
    """Counts up from 1 within ``envelope_id``."""
    state: CaseState
    urgency: Urgency
    language: str
    """Code of ``undertone.languages``."""
    children: bool
    """Whether children were mentioned: a referral task exists then, with or without consent."""
    envelope_id: str
    """UUID of the data key; a new session of the same case has a new one."""
    wrapped_keys: dict[str, str]
    """Recipient id → base64 of the data key sealed to that recipient (HPKE ``enc ‖ ct``)."""
    sealed: str
    """Base64 of the brief sealed with the data key."""


@dataclass(frozen=True, kw_only=True)
class ClientMessage(StreamMessage):
    """One thing that the client wrote while an officer holds the case."""

    kind: ClassVar[str] = "client_message"

    envelope_id: str
    sealed: str


@dataclass(frozen=True, kw_only=True)
class DeliveryReport(StreamMessage):
    """What became of the officer's message ``about``."""

    kind: ClassVar[str] = "delivery"

    about: str
    """``message_id`` of the ``OfficerMessage``."""
    delivery: Delivery
    spans: list[list[int]] = field(default_factory=list)
    """Pairs of character offsets of what the guard held, in the officer's text."""


@dataclass(frozen=True, kw_only=True)
class ExitNotice(StreamMessage):
    """The client left; nothing more can be sent to them in this session."""

    kind: ClassVar[str] = "exit"

    departure: Departure
    survivors: int = 0
    """How many messages the wipe could not remove."""


@dataclass(frozen=True, kw_only=True)
class Alert(StreamMessage):
    """Something is wrong at the client's end; never answered towards the client."""

    kind: ClassVar[str] = "alert"

    what: AlertKind


@dataclass(frozen=True, kw_only=True)
class CallbackTask(StreamMessage):
    """The client asked to be rung; with ``cancelled`` the one with this case is off.

    A later message about the same ``case_id`` replaces an earlier one.
    """

    kind: ClassVar[str] = "callback"

    envelope_id: str
    starts: str
    """Begin of the window, ISO 8601 in UTC. Before it nobody rings."""
    ends: str
    """End of the window, ISO 8601 in UTC. After it nobody rings either."""
    attempts: int
    """How often to try at most, each in the same window of another day."""
    voicemail: bool
    """Whether the agreed bland words may be left on a voicemail."""
    cancelled: bool
    sealed: str
    """Base64 of ``{"version":1,"number":"…"}`` sealed with the data key (content kind
    ``callback``, content id = ``message_id``); empty once it is cancelled."""


@dataclass(frozen=True, kw_only=True)
class OfficerMessage(StreamMessage):
    """A line that an officer wrote, sealed in their browser with the case's data key."""

    kind: ClassVar[str] = "officer_message"

    envelope_id: str
    sealed: str


@dataclass(frozen=True, kw_only=True)
class CaseClaimed(StreamMessage):
    """An officer holds the case now: what the client writes goes to them."""

    kind: ClassVar[str] = "claimed"


@dataclass(frozen=True, kw_only=True)
class CaseReleased(StreamMessage):
    """The officer gave the case back to the queue."""

    kind: ClassVar[str] = "released"


@dataclass(frozen=True, kw_only=True)
class CaseClosed(StreamMessage):
    """The officer closed the case; the session ends and the chat is wiped."""

    kind: ClassVar[str] = "closed"


FROM_BOT: tuple[type[StreamMessage], ...] = (
    CaseBrief,
    ClientMessage,
    DeliveryReport,
    ExitNotice,
    Alert,
    CallbackTask,
)
FROM_CONSOLE: tuple[type[StreamMessage], ...] = (
    OfficerMessage,
    CaseClaimed,
    CaseReleased,
    CaseClosed,
)
_BY_KIND = {message.kind: message for message in FROM_BOT + FROM_CONSOLE}


def from_wire(entry: dict[str, str]) -> StreamMessage:
    """The message in a stream entry.

    Raises ``BadMessage`` where kind, version or body is not one this release reads.
    """
    kind = _BY_KIND.get(entry.get("kind", ""))
    if kind is None or entry.get("version") != str(kind.version):
        raise BadMessage("unknown kind or version")
    try:
        body = json.loads(entry.get("body", ""))
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadMessage(f"{kind.kind}: body is not JSON") from error
    if not isinstance(body, dict):
        raise BadMessage(f"{kind.kind}: body is not an object")
    return kind.from_body(body)


def _read(wanted: Any, value: Any) -> Any:
    """``value`` as the type ``wanted``; raises TypeError or ValueError where it is another."""
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return wanted(value)
    origin = typing.get_origin(wanted)
    if origin is dict:
        _must_be(dict, value)
        return {_read(str, key): _read(str, item) for key, item in value.items()}
    if origin is list:
        _must_be(list, value)
        return [_read(typing.get_args(wanted)[0], item) for item in value]
    if origin is types.UnionType:
        raise TypeError("unions do not travel")
    _must_be(cast(type, wanted), value)
    return value


def _must_be(wanted: type, value: Any) -> None:
    if type(value) is not wanted:
        raise TypeError(f"expected {wanted.__name__}")
