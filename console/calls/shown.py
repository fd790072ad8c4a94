"""What pages show of a case's call."""

from __future__ import annotations

from console.accounts.models import User
from console.calls.models import Call, Outcome, State
from console.cases.models import Case

CHECKLIST = (
    "First ask whether they are alone and whether it is safe to speak. If not, end the call.",
    "Agree on a word with which they can end the call at any time.",
    "Never say why you call, or from where, before you know who listens.",
    "If somebody else answers, use the agreed line: wrong number, sorry. Then hang up.",
    "The call may show on their phone and on the bill, with your number: withhold it if you can.",
)
"""To be read before the number is shown."""

_BEFORE = (Outcome.CANCELLED,)
_DURING = (Outcome.REACHED, Outcome.NO_ANSWER, Outcome.WRONG_PERSON, Outcome.CANCELLED)
_AFTER = (
    Outcome.REACHED,
    Outcome.NO_ANSWER,
    Outcome.WRONG_PERSON,
    Outcome.MISSED,
    Outcome.CANCELLED,
)
_CHOICES = {"later": _BEFORE, "now": _DURING, "overdue": _AFTER}


def call_context(case: Case, user: User) -> dict[str, object]:
    """Call, checklist and outcomes that can be pressed now."""
    call = call_of(case)
    return {
        "call": call,
        "call_is_open": call is not None and call.state == State.OPEN,
        "call_is_mine": case.holder_id == user.pk,
        "checklist": CHECKLIST,
        "outcomes": _CHOICES.get(call.timing, ()) if call else (),
    }


def call_of(case: Case) -> Call | None:
    """The newest call that was agreed about the case, whatever became of it."""
    return Call.objects.filter(case=case).first()
