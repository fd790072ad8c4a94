"""``reseal``: cases that only the recovery key opens can be claimed afterwards."""

from __future__ import annotations

import io
import uuid
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from console.accounts.models import User
from console.cases import steps
from console.cases.history import CaseEvent, Happening
from console.cases.models import Case, State, WrappedKey
from console.stream.intake import receive
from tests.console.material import SealedCase, Sealer
from undertone.sealing.envelope import ContentKind, open_content, open_with_seed
from undertone.sealing.keys import KeyPair
from undertone.sealing.recipients import Recipient, Role
from undertone.sealing.wire import to_base64


@pytest.fixture
def seed(sealer: Sealer, tmp_path: Path) -> Path:
    """The seed file of a recovery key on the signed list."""
    pair = KeyPair.make()
    reader = Recipient(
        id=str(uuid.uuid4()), role=Role.RECOVERY, label="Recovery", public_key=pair.public_key
    )
    sealer.signer.add(reader)
    file = tmp_path / "recovery.seed"
    file.write_text(to_base64(pair.seed) + "\n", encoding="ascii")
    return file


@pytest.fixture
def early(sealer: Sealer, seed: Path, team: object) -> SealedCase:
    """A case of two sessions from before anybody had a key."""
    made = sealer.new_case()
    receive(made.brief())
    made.new_session()
    receive(made.brief())
    return made


def reseal(officer: User, seed: Path) -> str:
    out = io.StringIO()
    call_command("reseal", officer.email, seed=seed, stdout=out)
    return out.getvalue()


def test_an_early_case_can_be_claimed_and_opened_afterwards(
    early: SealedCase, sealer: Sealer, officer: User, seed: Path
) -> None:
    key = sealer.give_key(officer)
    with pytest.raises(steps.StepRefused):
        steps.claim(Case.objects.get(), officer)
    assert reseal(officer, seed).startswith("1 cases")
    steps.claim(Case.objects.get(), officer)
    ids = {"case_id": early.case_id, "envelope_id": early.key.envelope_id}
    kept = WrappedKey.objects.get(envelope_id=early.key.envelope_id, recipient_id=key.recipient_id)
    opened = open_with_seed(kept.sealed, key.pair.seed, recipient_id=key.recipient_id, **ids)
    brief = kept.envelope.brief
    assert open_content(opened, ContentKind.BRIEF, "1", brief)["version"] == 1
    event = CaseEvent.objects.get(kind=Happening.RESEALED)
    assert (event.actor, event.detail) == (officer, {"sessions": 2})


def test_a_second_time_changes_nothing(
    early: SealedCase, sealer: Sealer, officer: User, seed: Path
) -> None:
    sealer.give_key(officer)
    reseal(officer, seed)
    before = WrappedKey.objects.count()
    assert reseal(officer, seed).startswith("0 cases")
    assert WrappedKey.objects.count() == before
    assert CaseEvent.objects.filter(kind=Happening.RESEALED).count() == 1


def test_closed_cases_and_those_of_other_teams_stay_shut(
    early: SealedCase, sealer: Sealer, officer: User, stranger: User, seed: Path
) -> None:
    sealer.give_key(stranger)
    assert reseal(stranger, seed).startswith("0 cases")
    sealer.give_key(officer)
    Case.objects.update(state=State.CLOSED)
    assert reseal(officer, seed).startswith("0 cases")


def test_a_key_that_is_not_signed_gets_nothing(
    early: SealedCase, sealer: Sealer, officer: User, seed: Path
) -> None:
    sealer.give_key(officer, sign=False)
    with pytest.raises(CommandError, match="pin it first"):
        reseal(officer, seed)
    assert not WrappedKey.objects.filter(recipient_id=officer.keys.get().pk).exists()


def test_a_seed_that_is_not_the_recovery_keys_is_refused(
    early: SealedCase, sealer: Sealer, officer: User, seed: Path, tmp_path: Path
) -> None:
    pair = sealer.give_key(officer).pair
    wrong = tmp_path / "wrong.seed"
    wrong.write_text(to_base64(pair.seed), encoding="ascii")
    with pytest.raises(CommandError, match="no recovery key"):
        reseal(officer, wrong)
    with pytest.raises(CommandError, match=r"gone\.seed"):
        reseal(officer, tmp_path / "gone.seed")


def test_a_session_that_was_tampered_with_keeps_no_other_case_back(
    early: SealedCase, sealer: Sealer, officer: User, seed: Path
) -> None:
    other = sealer.new_case()
    receive(other.brief())
    early_key = WrappedKey.objects.get(envelope_id=early.key.envelope_id)
    early_key.sealed = WrappedKey.objects.get(envelope_id=other.key.envelope_id).sealed
    early_key.save()
    sealer.give_key(officer)
    with pytest.raises(CommandError, match="1 sessions do not open"):
        reseal(officer, seed)
    steps.claim(Case.objects.get(pk=other.case_id), officer)


def test_officers_who_are_not_there_are_refused(seed: Path, db: None) -> None:
    with pytest.raises(CommandError, match="no such officer"):
        call_command("reseal", "nobody@example.org", seed=seed)
