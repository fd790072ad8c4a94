"""Callbacks: contact at an agreed time, by one bland hello in the chat or by an officer's call.

Fails closed: what cannot be shown to be on time, wanted and within the agreed number of
attempts is not sent. An attempt is marked as made before it is, so a crash loses it rather
than repeats it.
"""
