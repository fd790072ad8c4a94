"""A local Bot API server and a phone page, for trying out and for tests.

The gateway talks to it over HTTP exactly as it talks to Telegram. Everything is kept in
memory and listens on this machine only. It fails closed: with a real bot token set, or a
host that others can reach, it does not start.
"""
