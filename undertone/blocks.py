"""Where blocks of chats stand in Redis: the gateway sets them, the doctor counts them."""

PREFIX = "block:"
"""``block:<ref>`` holds the reason and ends by itself."""
