"""Our plug-ins for the Rasa server: the turn channel, the carried tracker store and how to start it.

Runs in its own Python 3.10 environment, which has no secret, no database and no way out.
"""
