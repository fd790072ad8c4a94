"""Wipes: resumable, checked, and honest about what survived.

Fails closed: a wipe job stays in Redis until every id is checked; a message that cannot be
deleted is reported to the case and tried again, never counted as gone.
"""
