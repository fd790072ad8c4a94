"""Relay: officer and client write to each other through the same guard and the same exit.

Fails closed: an officer's line that does not open or does not pass the guard is never shown.
"""
