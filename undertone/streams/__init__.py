"""Redis Streams: the only way between the gateway and the console."""
