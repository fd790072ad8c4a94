"""Abuse: floods are blocked for a while, guessing of words is slowed down and reported.

Fails open towards the client: exit words, ✖ and words of danger are always heard, a block
ends by itself, and nothing of all this is ever shown in the chat.
"""
