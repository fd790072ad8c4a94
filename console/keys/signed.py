"""Whether a key of an officer stands in the signed recipients list.

Fails closed: a list that is missing, tampered with or rolled back counts as empty.
"""

from __future__ import annotations

import logging

from django.conf import settings

from console.accounts.models import User
from console.keys.models import OfficerKey
from undertone.sealing.errors import SealingError
from undertone.sealing.recipients import RecipientList, RecipientsFile

log = logging.getLogger(__name__)


def current_list() -> RecipientList | None:
    """The signed list, or None where there is none that can be trusted."""
    try:
        return RecipientsFile(settings.HOME).current()
    except SealingError as error:
        log.warning("recipients list not usable: %s", type(error).__name__)
        return None


def is_signed(key: OfficerKey, recipients: RecipientList | None = None) -> bool:
    """Whether the list holds exactly this key under this id."""
    known = recipients or current_list()
    entry = known.find(str(key.recipient_id)) if known else None
    return entry is not None and entry.public_key == key.public_key


def current_key(user: User) -> OfficerKey | None:
    """The officer's key pair that is not retired."""
    return OfficerKey.objects.filter(officer_id=user.pk, retired_at=None).first()
