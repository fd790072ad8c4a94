"""Cases: the queue, who holds what, the sealed brief and the relay.

Fails closed: sealed content goes to the holder alone, and every handing out is recorded.
"""
