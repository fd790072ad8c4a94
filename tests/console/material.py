"""Sealed cases made by the real sealing room, as the gateway would publish them."""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from console.accounts.models import User
from console.keys.models import OfficerKey
from undertone.sealing.envelope import ContentKind, DataKey, seal_content
from undertone.sealing.keys import KeyPair, wrap_seed
from undertone.sealing.recipients import Recipient, Role
from undertone.sealing.signing import RecipientsSigner, make_signing_key
from undertone.streams.messages import (
    Alert,
    AlertKind,
    CallbackTask,
    CaseBrief,
    CaseState,
    ClientMessage,
    Delivery,
    DeliveryReport,
    Departure,
    ExitNotice,
    Urgency,
)

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSPHRASE = "harbour lemon tulip wagon"
NUMBER = "+447700900123"
"""From Ofcom's range for drama: rings nobody."""
CANARY = "canary-Amina-Leeds-7731"
"""Stands in every brief and line: it must never be found where only sealed content may be."""


@dataclass(frozen=True)
class Officer:
    """An officer's key pair, seed included: only tests ever have it."""

    user: User
    recipient_id: str
    pair: KeyPair


def now(seconds: float = 0) -> str:
    """The time now, or so many seconds later, as messages carry it."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


class Sealer:
    """Plays the gateway: has the signed list of readers and seals for them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        make_signing_key(home)
        self.signer = RecipientsSigner(home)

    def give_key(self, user: User, *, sign: bool = True) -> Officer:
        """A key pair for ``user``, in the console's database and (unless told) the signed list."""
        pair, recipient_id = KeyPair.make(), str(uuid.uuid4())
        OfficerKey.objects.create(
            recipient_id=uuid.UUID(recipient_id),
            officer=user,
            public_key=pair.public_key,
            wrapped_seed=wrap_seed(pair.seed, PASSPHRASE, recipient_id),
        )
        if sign:
            self.sign(recipient_id, user.name, pair.public_key)
        return Officer(user, recipient_id, pair)

    def sign(self, recipient_id: str, label: str, public_key: str) -> None:
        """Put a reader on the signed list."""
        reader = Recipient(id=recipient_id, role=Role.OFFICER, label=label, public_key=public_key)
        self.signer.add(reader)

    def new_case(self) -> SealedCase:
        """A case with a fresh data key."""
        return SealedCase(self, str(uuid.uuid4()))


class SealedCase:
    """One client's side of a case."""

    def __init__(self, sealer: Sealer, case_id: str) -> None:
        self._sealer = sealer
        self.case_id = case_id
        self.revision = 0
        self.key = DataKey.make(case_id)

    def new_session(self) -> None:
        """The client comes back: another data key."""
        self.key, self.revision = DataKey.make(self.case_id), 0

    def brief(self, **changed: Any) -> CaseBrief:
        """The next revision of the brief."""
        self.revision += 1
        content = changed.pop("content", None) or a_brief()
        fields = {
            "state": CaseState.WAITING,
            "urgency": Urgency.SOON,
            "language": "ar",
            "children": False,
            "at": now(),
        }
        return CaseBrief(
            **(fields | changed),
            message_id=str(uuid.uuid4()),
            case_id=self.case_id,
            revision=self.revision,
            envelope_id=self.key.envelope_id,
            wrapped_keys=self.key.wrap_for(self._sealer.signer.read()),
            sealed=seal_content(self.key, ContentKind.BRIEF, str(self.revision), content),
        )

    def says(self, text: str, at: str | None = None) -> ClientMessage:
        """A line from the client."""
        message_id = str(uuid.uuid4())
        content = {"version": 1, "text": text, "at": now()}
        return ClientMessage(
            message_id=message_id,
            case_id=self.case_id,
            at=at or now(),
            envelope_id=self.key.envelope_id,
            sealed=seal_content(self.key, ContentKind.CLIENT_MESSAGE, message_id, content),
        )

    def officer_line(self, text: str) -> tuple[str, str]:
        """(message id, sealed line) as an officer's browser would make it."""
        message_id = str(uuid.uuid4())
        content = {"version": 1, "text": text}
        return message_id, seal_content(self.key, ContentKind.OFFICER_MESSAGE, message_id, content)

    def report(
        self, about: str, delivery: Delivery, spans: list[list[int]] | None = None, at: str = ""
    ) -> DeliveryReport:
        """What became of an officer's line."""
        return DeliveryReport(
            message_id=str(uuid.uuid4()),
            case_id=self.case_id,
            at=at or now(),
            about=about,
            delivery=delivery,
            spans=spans or [],
        )

    def exits(self, departure: Departure = Departure.EXITED, at: str = "") -> ExitNotice:
        """The client leaves."""
        return ExitNotice(
            message_id=str(uuid.uuid4()), case_id=self.case_id, at=at or now(), departure=departure
        )

    def alerts(self, what: AlertKind) -> Alert:
        """Something is wrong at the client's end."""
        return Alert(message_id=str(uuid.uuid4()), case_id=self.case_id, at=now(), what=what)

    def asks_for_a_call(self, **changed: Any) -> CallbackTask:
        """A call in the window from an hour ago to an hour ahead, unless told otherwise."""
        message_id = str(uuid.uuid4())
        content = {"version": 1, "number": NUMBER}
        fields = {
            "starts": now(-3600),
            "ends": now(3600),
            "attempts": 2,
            "voicemail": False,
            "cancelled": False,
            "at": now(),
            "sealed": seal_content(self.key, ContentKind.CALLBACK, message_id, content),
        }
        return CallbackTask(
            **(fields | changed),
            message_id=message_id,
            case_id=self.case_id,
            envelope_id=self.key.envelope_id,
        )

    def calls_off(self, task: CallbackTask) -> CallbackTask:
        """The client does not want the call any more."""
        fresh = {"message_id": str(uuid.uuid4()), "at": now(1), "cancelled": True, "sealed": ""}
        return dataclasses.replace(task, voicemail=False, **fresh)  # type: ignore[arg-type]


FIELDS = {
    "danger_now": False,
    "police_contacted": True,
    "police_times": "two_or_three",
    "interpreter_wanted": True,
    "interpreter_gender": "female",
    "what_to_call": CANARY,
    "safe_contact": "this_chat",
    "area": "Leeds",
    "accommodation_kind": "hotel",
    "accommodation_whose": "home_office",
    "other_person_lives_there": True,
    "children": True,
    "children_where": "with_me",
    "other_needs": ["health", "lgbtq"],
    "wish": "move",
}
NOT_GIVEN = {
    "crime_reference": "unknown",
    "contact_times": "not_now",
    "reference_number": "skipped",
}
WORDS = (
    "أحتاج إلى مكان هادئ أنا وأطفالي.",
    "He takes my phone in the evening. I can write in the morning.",
)
CONSENTS = {"officer": True, "accommodation_provider": False, "migrant_help": None}


def a_brief() -> dict[str, Any]:
    """A brief with every kind of answer in it."""
    at = now(-600)
    given = {name: {"status": "given", "value": v, "at": at} for name, v in FIELDS.items()}
    rest = {name: {"status": s, "value": None, "at": at} for name, s in NOT_GIVEN.items()}
    consents = [
        {
            "purpose": purpose,
            "granted": granted,
            "wording": f"utter_ask_consent_{purpose}",
            "language": "ar",
            "at": at,
        }
        for purpose, granted in CONSENTS.items()
    ]
    return {
        "version": 1,
        "language": "ar",
        "fields": given | rest,
        "own_words": [{"text": text, "at": at} for text in WORDS],
        "consents": consents,
        "numbers_shared": [at],
    }
