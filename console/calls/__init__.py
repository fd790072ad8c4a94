"""Calls that clients asked for: when, how often, and what became of them.

Fails closed: the sealed number is handed to the holder's browser alone, inside the agreed
window alone, and every handing out is recorded.
"""
