"""Live pages over server-sent events, fed inside the one process of the console.

Fails open: a lost event costs freshness only; every page also asks again by itself.
"""
