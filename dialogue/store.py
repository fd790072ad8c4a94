"""The tracker store that stores nothing: a conversation lives in its turn and travels back.

``endpoints.yml`` names ``CarriedTrackerStore``. Fails closed: without a turn nothing is
kept, except on the command line (``rasa shell``), where one conversation lives as long as
the process.
"""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Optional

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from dialogue.turn import BadTurn, State, current

COMMAND_LINE = "cmdline"
_OURS_TO_DROP = {"session_started_metadata"}


class CarriedTrackerStore(TrackerStore):
    """Reads a conversation out of the turn that runs and writes it back there."""

    def __init__(
        self,
        domain: Optional[Domain] = None,
        event_broker: Optional[EventBroker] = None,
        **_: Any,
    ) -> None:
        super().__init__(domain or Domain.empty(), event_broker)
        self._command_line: Dict[str, State] = {}

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The conversation as the turn brought it."""
        turn = current.get()
        state = turn.state if turn else self._command_line.get(sender_id, State())
        return DialogueStateTracker.from_events(
            sender_id, self._events(state), slots=self.domain.slots, domain=self.domain
        )

    async def retrieve_full_tracker(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        """The same as ``retrieve``: there is no more than that."""
        return await self.retrieve(conversation_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Put slots and form into the turn, to be carried back; everything else is dropped."""
        turn = current.get()
        if turn:
            turn.state, turn.saved = self._state(tracker), True
            turn.understood = _understood(tracker)
        elif tracker.get_latest_input_channel() == COMMAND_LINE:
            self._command_line[tracker.sender_id] = self._state(tracker)

    async def keys(self) -> Iterable[str]:
        """No conversation can be listed."""
        return []

    def _events(self, state: State) -> List[Event]:
        known = {slot.name for slot in self.domain.slots}
        if not set(state.slots) <= known or (
            state.loop is not None and state.loop not in self.domain.form_names
        ):
            raise BadTurn("state of another release")
        events: List[Event] = [SlotSet(name, value) for name, value in state.slots.items()]
        if state.loop:
            events.append(ActiveLoop(state.loop))
        return [*events, ActionExecuted("action_listen")]

    @staticmethod
    def _state(tracker: DialogueStateTracker) -> State:
        slots = {
            name: slot.value
            for name, slot in tracker.slots.items()
            if slot.value != slot.initial_value and name not in _OURS_TO_DROP
        }
        return State(slots=slots, loop=tracker.active_loop_name)


def _understood(tracker: DialogueStateTracker) -> Optional[Dict[str, Any]]:
    message = tracker.latest_message
    if message is None or not message.intent.get("name"):
        return None
    name = message.intent["name"]
    return {
        "intent": "out_of_scope" if name == "nlu_fallback" else name,
        "confidence": round(float(message.intent.get("confidence", 0.0)), 4),
    }
