"""The brief: what the client told so far, and its sealed form for the console."""

from __future__ import annotations

import base64
import uuid
from dataclasses import replace
from typing import Any

from bot import clock
from bot.state.conversation import Conversation, OpenCase
from undertone.sealing.envelope import ContentKind, DataKey, open_content, seal_content
from undertone.sealing.recipients import RecipientsFile
from undertone.streams.messages import (
    CallbackTask,
    CaseBrief,
    CaseState,
    ClientMessage,
    Urgency,
)
from undertone.uk_windows import Span

WITHOUT_CONSENT = (
    "danger_now",
    "police_contacted",
    "police_times",
    "crime_reference",
    "interpreter_wanted",
    "interpreter_language",
    "interpreter_gender",
    "communication_needs",
    "children",
    "children_count",
    "children_where",
)
"""What an officer gets to see when only a serious risk allows passing anything on (minimum
standards, 3.c)."""
VOICE_TYPE = "audio/ogg"
"""Telegram's voice notes are Opus in an Ogg file (Bot API, "Voice")."""
_ORDER = (Urgency.ROUTINE, Urgency.SOON, Urgency.URGENT)


def now() -> str:
    """The time in ISO 8601, UTC."""
    return clock.now().isoformat(timespec="seconds")


def record(conversation: Conversation, field: str, status: str, value: Any) -> None:
    """Put one answer into the brief; pieces of ``own_words`` are appended."""
    if field == "own_words" and status == "given":
        conversation.brief.setdefault("own_words", []).append({"text": value, "at": now()})
        return
    fields = conversation.brief.setdefault("fields", {})
    fields[field] = {"status": status, "value": value, "at": now()}


def consent(conversation: Conversation, purpose: str, granted: bool | None, wording: str) -> None:
    """Record a consent with its wording, language and time; the latest one per purpose holds."""
    conversation.brief.setdefault("consents", []).append(
        {
            "purpose": purpose,
            "granted": granted,
            "wording": wording,
            "language": conversation.language,
            "at": now(),
        }
    )


def shared_numbers(conversation: Conversation) -> None:
    """Note that numbers were given."""
    conversation.brief.setdefault("numbers_shared", []).append(now())


class CaseDesk:
    """Opens cases and seals what belongs to them."""

    def __init__(self, recipients: RecipientsFile) -> None:
        self._recipients = recipients

    def open(self, conversation: Conversation, case_id: str = "") -> OpenCase:
        """Give the conversation a case with a new data key, wrapped for every recipient.

        Raises ``undertone.sealing.errors.SealingError``; the conversation is unchanged then.
        """
        key = DataKey.make(case_id or str(uuid.uuid4()))
        wrapped = key.wrap_for(self._recipients.current())
        conversation.case = OpenCase(
            case_id=key.case_id,
            envelope_id=key.envelope_id,
            data_key=base64.b64encode(key.secret).decode(),
            wrapped_keys=wrapped,
        )
        return conversation.case

    def brief_message(self, conversation: Conversation) -> CaseBrief:
        """The next revision of the brief, sealed. Raises ``SealingError``."""
        case = _case(conversation)
        case.revision += 1
        body = {"version": 1, "language": conversation.language, **_shared(conversation)}
        return CaseBrief(
            message_id=str(uuid.uuid4()),
            case_id=case.case_id,
            at=now(),
            revision=case.revision,
            state=case.state,
            urgency=case.urgency,
            language=conversation.language,
            children=conversation.children,
            envelope_id=case.envelope_id,
            wrapped_keys=case.wrapped_keys,
            sealed=seal_content(_key(case), ContentKind.BRIEF, str(case.revision), body),
        )

    def client_message(self, conversation: Conversation, text: str) -> ClientMessage:
        """What the client wrote to the officer, sealed. Raises ``SealingError``."""
        return self._sealed_message(conversation, {"text": text})

    def voice_note(self, conversation: Conversation, sound: bytes, seconds: int) -> ClientMessage:
        """What the client said, as Ogg Opus, sealed. Raises ``SealingError``."""
        data = base64.b64encode(sound).decode()
        voice = {"mime": VOICE_TYPE, "seconds": seconds, "data": data}
        return self._sealed_message(conversation, {"text": "", "voice": voice})

    def _sealed_message(self, conversation: Conversation, said: dict[str, Any]) -> ClientMessage:
        case, message_id = _case(conversation), str(uuid.uuid4())
        body = {"version": 1, "at": now(), **said}
        return ClientMessage(
            message_id=message_id,
            case_id=case.case_id,
            at=now(),
            envelope_id=case.envelope_id,
            sealed=seal_content(_key(case), ContentKind.CLIENT_MESSAGE, message_id, body),
        )

    def callback_task(
        self,
        conversation: Conversation,
        span: Span,
        *,
        attempts: int,
        number: str,
        voicemail: bool,
    ) -> CallbackTask:
        """A call that the client asked for, its number sealed. Raises ``SealingError``."""
        case = _case(conversation)
        message_id = str(uuid.uuid4())
        body = {"version": 1, "number": number}
        sealed = seal_content(_key(case), ContentKind.CALLBACK, message_id, body)
        task = self.callback_called_off(case.case_id, case.envelope_id, span, attempts)
        return replace(
            task, message_id=message_id, voicemail=voicemail, cancelled=False, sealed=sealed
        )

    def callback_called_off(
        self, case_id: str, envelope_id: str, span: Span, attempts: int
    ) -> CallbackTask:
        """The same call once it is not wanted any more."""
        return CallbackTask(
            message_id=str(uuid.uuid4()),
            case_id=case_id,
            at=now(),
            envelope_id=envelope_id,
            starts=span.starts.isoformat(),
            ends=span.ends.isoformat(),
            attempts=attempts,
            voicemail=False,
            cancelled=True,
            sealed="",
        )

    def officer_text(self, conversation: Conversation, message_id: str, sealed: str) -> str:
        """The officer's line. Raises ``Tampered`` where it does not open."""
        case = _case(conversation)
        body = open_content(_key(case), ContentKind.OFFICER_MESSAGE, message_id, sealed)
        return str(body["text"])


def raise_urgency(case: OpenCase, urgency: Urgency) -> None:
    """Urgency only ever goes up by what a client does."""
    case.urgency = max(case.urgency, urgency, key=_ORDER.index)


def wait_for_officer(case: OpenCase, urgency: Urgency) -> None:
    """Put the case into the queue."""
    raise_urgency(case, urgency)
    case.state = CaseState.WAITING


def _shared(conversation: Conversation) -> dict[str, Any]:
    """What may be passed on: everything with consent, else only what acting on danger needs."""
    if conversation.consented:
        return conversation.brief
    fields = conversation.brief.get("fields", {})
    return {
        "fields": {name: fields[name] for name in WITHOUT_CONSENT if name in fields},
        "consents": conversation.brief.get("consents", []),
    }


def _case(conversation: Conversation) -> OpenCase:
    if conversation.case is None:
        raise ValueError("the conversation has no case")
    return conversation.case


def _key(case: OpenCase) -> DataKey:
    return DataKey(
        case_id=case.case_id,
        envelope_id=case.envelope_id,
        secret=base64.b64decode(case.data_key),
    )
