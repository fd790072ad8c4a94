"""The Bot API as Telegram's server answers it: one module per kind of method.

Each method is a function ``(world, given) -> result``; ``methods`` lists them,
``endpoint`` runs them with faults, flood limits and the call log around.
"""
