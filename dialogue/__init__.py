"""Our plug-ins for the Rasa server: the turn channel and the carried tracker store.

Runs in its own Python 3.10 environment, which has no secret, no database and no way out.
"""
