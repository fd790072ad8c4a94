"""Sealing: what a client tells is readable by officers only, never by a server or a disk.

Fails closed. Where something cannot be sealed an error is raised and nothing may be stored;
where something does not open exactly as it was sealed an error is raised and nothing is shown.
There is no plaintext form. Why it is built this way: ``docs/adr/0002-sealing.md``. The
browser's half is ``console/assets/js/sealing``; both are held together by ``tests/sealing``.
"""
