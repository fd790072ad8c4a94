"""The console's end of the streams: what the gateway says comes in, an outbox goes out.

Fails closed: an entry is acknowledged only after the database has it, and what an officer
did leaves with the same transaction that recorded it.
"""
