"""Whether the console's parts work: a page for leads and an address for health checks."""
