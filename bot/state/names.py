"""Names of everything that the gateway keeps in Redis. A ``ref`` is a chat's keyed hash."""

from undertone.blocks import PREFIX

UPDATES = "updates"
"""Stream of sealed updates that are not yet handled."""
OUTBOX = "outbox"
"""Stream of sealed actions that a handled update led to and that are not yet carried out."""
DEAD_UPDATES = "updates:dead"
"""Stream of sealed updates that could not be handled."""
REVEALS = "reveals"
"""Sorted set of refs by the time (ms) at which an opened line goes off the screen again."""
WIPES = "wipes"
"""Hash ``ref:generation`` → sealed wipe job."""
SESSIONS = "sessions"
"""Sorted set of refs with an open session by the time (ms) of the client's last act."""
CHATS = "chats"
"""Hash ref → sealed chat id: how a sweep reaches a chat."""
CALLBACKS = "callbacks"
"""Sorted set of refs by the time (ms) at which something is to be done about a callback."""
FETCHED = "fetched"
"""When updates were last asked for (ms)."""
HIGHEST = "highest"
"""The highest message id that we have seen in any chat."""
GAP = "gap"
"""Hash: after which id messages may have been lost, and up to where that was tried."""
HEARTBEAT = "gateway:heartbeat"
GROUP = "gateway"


def generation(ref: str) -> str:
    """Counter that a wipe raises; whatever comes back from before it is thrown away."""
    return f"gen:{ref}"


def conversation(ref: str) -> str:
    """Ciphertext of the conversation's state."""
    return f"conversation:{ref}"


def conversation_key(ref: str) -> str:
    """The conversation's key, wrapped by an epoch key."""
    return f"conversation_key:{ref}"


def ledger(ref: str) -> str:
    """Sorted set of the ids of all messages in the chat, both directions, by time (ms)."""
    return f"ledger:{ref}"


def bubble(ref: str) -> str:
    """Id of the one message that shows the conversation."""
    return f"bubble:{ref}"


def wiping(field: str) -> str:
    """The ledger that a wipe took over; ``field`` is ``ref:generation``."""
    return f"wiping:{field}"


def stub(ref: str) -> str:
    """What remains of a case that the client left, sealed."""
    return f"return:{ref}"


def callback(ref: str) -> str:
    """The agreed callback, sealed."""
    return f"callback:{ref}"


def small_talk(ref: str) -> str:
    """That somebody else is typing in this chat, sealed."""
    return f"small_talk:{ref}"


def block(ref: str) -> str:
    """Why the chat is blocked; ends by itself."""
    return PREFIX + ref


def block_level(ref: str) -> str:
    """How often the chat was blocked lately."""
    return f"block_level:{ref}"


def probes(ref: str) -> str:
    """Sorted set of wrong words that were tried in the chat, by time (ms)."""
    return f"probes:{ref}"


def shut(ref: str) -> str:
    """While it exists no word opens the case again."""
    return f"shut:{ref}"


def shut_level(ref: str) -> str:
    """How often that happened lately."""
    return f"shut_level:{ref}"


def left(ref: str) -> str:
    """The update with which the client left: what they did before it leads to nothing more."""
    return f"left:{ref}"


def case_route(case_id: str) -> str:
    """The ref of the chat that a case belongs to."""
    return f"case:{case_id}"


def seen(update_id: int) -> str:
    """Marks an update id as taken in."""
    return f"seen:{update_id}"


def handled(message_id: str) -> str:
    """Marks a message from the console as handled."""
    return f"handled:{message_id}"
