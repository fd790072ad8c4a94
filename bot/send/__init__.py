"""The only room that talks to Telegram.

Fails closed: it takes nothing but ``Approved`` words, private words only ever arrive by
editing a message that stands in the chat already (so never in a notification), and what
comes back after a wipe is deleted again.
"""
