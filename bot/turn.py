"""One update on its way through the stages, and the rooms that the stages work with."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.cases.brief import CaseDesk
from bot.dialogue import Dialogue, Reply
from bot.send.delivery import Delivery
from bot.send.sender import Sender
from bot.settings import Settings
from bot.state.beside import Command
from bot.state.conversation import Conversation
from bot.state.store import Loaded, Store
from bot.updates.incoming import Incoming
from bot.wipe.wiper import Wiper
from undertone.languages import Language
from undertone.streams.messages import Departure, StreamMessage
from undertone.words import Speaker


@dataclass(frozen=True)
class Rooms:
    """Everything with a side effect, wired once per process."""

    settings: Settings
    store: Store
    sender: Sender
    delivery: Delivery
    dialogue: Dialogue
    speaker: Speaker
    desk: CaseDesk
    wiper: Wiper
    word_key: bytes
    """Key of the keyed hash of a client's own exit word."""
    served: tuple[Language, ...]
    """The languages that are offered."""


@dataclass
class Turn:
    """What is known about one update so far; stages fill it in."""

    incoming: Incoming
    loaded: Loaded
    conversation: Conversation
    entry_id: str = ""
    urgent: bool = False
    """Heard whatever limit holds the chat back."""
    payload: str = ""
    """What the dialogue is told: a button's payload, or what the client typed."""
    replies: list[Reply] = field(default_factory=list)
    to_console: list[StreamMessage] = field(default_factory=list)
    brief_changed: bool = False
    client_acted: bool = True
    edit_only: bool = False
    """Change the bubble in place even though the client did nothing."""
    revealed: bool = False
    """Whether officer's lines were opened: they go off the screen again after a while."""
    handled: str = ""
    """Id of the console's message that this turn answers."""
    commands: list[Command] = field(default_factory=list)
    """Further Redis commands that are committed with the turn."""

    def take_back(self) -> None:
        """Nothing could be stored: all stands as before the update, and the client is told."""
        if self.loaded.conversation is not None:
            self.conversation = Conversation.from_json(self.loaded.conversation.to_json())
        self.to_console.clear()
        self.commands.clear()
        self.brief_changed = False
        self.replies[:] = (
            [Reply("utter_not_stored"), Reply("utter_menu")]
            if self.conversation.is_open
            else [Reply("utter_unavailable")]
        )


class Signal(Exception):
    """Base of the named signals that stop the line; only the orchestrator catches them."""


class Ignore(Signal):
    """Nothing is to be done; the update is acknowledged."""


class Leave(Signal):
    """The session ends: wipe. ``line`` names the one bland response, '' for none."""

    def __init__(self, departure: Departure, line: str = "") -> None:
        super().__init__(departure.value)
        self.departure = departure
        self.line = line


class LeaveGroup(Signal):
    """The chat is not a private one."""
