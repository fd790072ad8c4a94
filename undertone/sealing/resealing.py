"""A data key that was sealed to the recovery key, sealed once more to somebody on the list.

The data key is in the clear only inside this call. Fails closed: without the seed that belongs
to a recovery key of the signed list, or for somebody who is not on it, nothing is sealed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from undertone.sealing.envelope import open_with_seed
from undertone.sealing.errors import BadKey, UnknownRecipient
from undertone.sealing.keys import KeyPair, read_seed_file
from undertone.sealing.recipients import Recipient, RecipientList


@dataclass(frozen=True, kw_only=True)
class Resealer:
    """Opens with the recovery seed, seals to ``reader``. Get one from ``resealer_for``."""

    seed: bytes = field(repr=False)
    recovery: Recipient
    reader: Recipient

    def reseal(self, wrapped: str, *, case_id: str, envelope_id: str) -> str:
        """``wrapped``, which was sealed to the recovery key, sealed to the reader.

        Raises ``Tampered`` where it does not open, ``SealingFailed`` where it cannot be sealed.
        """
        key = open_with_seed(
            wrapped,
            self.seed,
            case_id=case_id,
            envelope_id=envelope_id,
            recipient_id=self.recovery.id,
        )
        return key.wrap_to(self.reader)


def resealer_for(listed: RecipientList, seed_file: Path, reader_id: str) -> Resealer:
    """Seals to the recipient ``reader_id`` what the seed in ``seed_file`` opens.

    Raises ``BadKey`` where the seed belongs to no recovery key of the list and
    ``UnknownRecipient`` where the reader is not on it.
    """
    pair = KeyPair.from_seed(read_seed_file(seed_file))
    recovery = next((each for each in listed.recovery if each.public_key == pair.public_key), None)
    if recovery is None:
        raise BadKey(f"{seed_file.name} belongs to no recovery key of the signed list")
    reader = listed.find(reader_id)
    if reader is None:
        raise UnknownRecipient(f"no recipient {reader_id}")
    return Resealer(seed=pair.seed, recovery=recovery, reader=reader)
