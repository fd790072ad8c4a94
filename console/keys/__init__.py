"""An officer's key pair: the public half and the seed wrapped by a passphrase.

The console never sees the seed or the passphrase. Fails closed: a key that is not in the
signed recipients list opens nothing, since nothing gets sealed to it.
"""
