"""Last stage: one commit, then what it led to is sent.

Fails closed: nothing is sent that was not committed, nothing committed after a wipe.
"""

from __future__ import annotations

import logging

from bot.send.approved import Bubble
from bot.send.delivery import show, speak, tidy
from bot.stages import render
from bot.state.conversation import Mode
from bot.state.store import Job, Outcome
from bot.turn import Rooms, Turn
from bot.updates.incoming import Kind
from undertone.guard import Level, check
from undertone.languages import LANGUAGES
from undertone.sealing.errors import SealingError

_TYPED = frozenset({Kind.TEXT, Kind.COMMAND, Kind.VOICE, Kind.MEDIA})
log = logging.getLogger(__name__)


async def run(turn: Turn, rooms: Rooms) -> Job | None:
    """Commit ``turn``; what remains to be carried out. Raises as ``Store.commit``."""
    _seal_brief(turn, rooms)
    bubble = render.run(turn, rooms)
    outcome = Outcome(
        conversation=turn.conversation,
        outgoing=_actions(turn, bubble),
        to_console=turn.to_console,
        client_acted=turn.client_acted,
        commands=turn.commands,
    )
    return await rooms.store.commit(
        turn.loaded, outcome, entry_id=turn.entry_id, handled=turn.handled
    )


def _seal_brief(turn: Turn, rooms: Rooms) -> None:
    if not turn.brief_changed or turn.conversation.case is None:
        return
    try:
        turn.to_console.insert(0, rooms.desk.brief_message(turn.conversation))
    except SealingError as error:
        log.error("sealing failed (%s); nothing was stored", type(error).__name__)
        turn.take_back()


def _actions(turn: Turn, bubble: Bubble | None) -> list[dict[str, object]]:
    actions = []
    if bubble is not None:
        actions.append(
            show(
                bubble,
                fresh=_fresh(turn),
                keep_old=_keeps(turn),
                only_edit=turn.edit_only,
            )
        )
    if _must_tidy(turn):
        actions.append(tidy())
    if bubble is not None and _listens(turn):
        language = turn.conversation.language
        actions += [speak(reply.response, language) for reply in turn.replies]
    return actions


def _listens(turn: Turn) -> bool:
    """Whether the client said that reading is hard, or that they like voice messages."""
    needs = turn.conversation.brief.get("fields", {}).get("communication_needs", {})
    wants = {"reading", "voice_notes"} & set(needs.get("value") or ())
    return turn.conversation.is_open and turn.client_acted and bool(wants)


def _keeps(turn: Turn) -> bool:
    return turn.conversation.keep_messages and turn.conversation.is_open


def _fresh(turn: Turn) -> bool:
    """Below what stands there: where the client's own message stays in the chat."""
    if not turn.client_acted:
        return not turn.edit_only
    return turn.incoming.kind in _TYPED and not _must_tidy(turn)


def _must_tidy(turn: Turn) -> bool:
    """One bubble only; a chat at cover level keeps what anybody may see, as any chat does."""
    if _keeps(turn):
        return False
    if turn.conversation.mode is not Mode.COVER:
        return True
    text = turn.incoming.text
    if text.startswith("/") or turn.incoming.kind in (Kind.VOICE, Kind.MEDIA, Kind.EDITED):
        return True
    # people write in other languages than the one that they read
    return not all(check(text, Level.COVER, language).passed for language in LANGUAGES)
