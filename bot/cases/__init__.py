"""Cases as the gateway sees them: a data key, a brief that grows, and what is published.

Fails closed: if sealing fails nothing is stored and the client is told so.
"""
