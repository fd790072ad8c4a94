"""What the dialogue decides: pure functions from a conversation to events, replies and effects.

No action opens a connection, writes a file or logs what somebody wrote. The table of
questions is ``questions.py``; adding one is a row there and a response in ``domain.yml``.
"""
