"""What can go wrong with sealing, one class per situation; no error carries content or keys."""

from __future__ import annotations


class SealingError(Exception):
    """Base of all errors of this room."""


class SealingFailed(SealingError):
    """Nothing was sealed, so nothing may be stored or sent."""


class Tampered(SealingError):
    """What was to be opened is not what was sealed for these ids: altered, swapped or cut."""


class BadKey(SealingError):
    """A seed, public key or signing key of the wrong shape."""


class WrongPassphrase(SealingError):
    """The passphrase does not open the seed (or the wrapped seed was altered: both look alike)."""


class PassphraseTooShort(SealingError):
    """A passphrase with fewer characters than ``keys.SHORTEST_PASSPHRASE``."""


class BadWrappedSeed(SealingError):
    """A wrapped seed that is not in the form that this release writes."""


class RecipientsMissing(SealingError):
    """There is no recipients list, or no key to check it with: nobody can be sealed to."""


class RecipientsNotSigned(SealingError):
    """The recipients list does not carry the pinned key's signature, or is not a list of ours."""


class RecipientsRolledBack(SealingError):
    """The recipients list is older than one that was seen before."""

    def __init__(self, serial: int, least_serial: int) -> None:
        super().__init__(f"recipients list {serial} is older than {least_serial}, seen before")
        self.serial = serial
        self.least_serial = least_serial


class NoRecipients(SealingError):
    """The recipients list is empty: what is sealed could be read by nobody."""


class UnknownRecipient(SealingError):
    """The recipients list has no such recipient."""


class SigningKeyMissing(SealingError):
    """The key that signs the recipients list is not on this machine."""
