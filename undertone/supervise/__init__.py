"""Starts, watches and stops all processes of one machine (``undertone run``).

Fails closed at the start (a bad setting, a port in use or a process that does not come up
stops everything with a sentence that says why) and open afterwards: a process that dies
is started again while the others go on, because a client must still get the exit and the
numbers when a part is down (docs/adr/0004-supervisor.md).
"""
