"""What the gateway remembers about a chat, sealed; and the keys that open it."""
