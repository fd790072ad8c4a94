"""Names of everything that the gateway keeps in Redis. A ``ref`` is a chat's keyed hash."""

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


def case_route(case_id: str) -> str:
    """The ref of the chat that a case belongs to."""
    return f"case:{case_id}"


def seen(update_id: int) -> str:
    """Marks an update id as taken in."""
    return f"seen:{update_id}"


def handled(message_id: str) -> str:
    """Marks a message from the console as handled."""
    return f"handled:{message_id}"
