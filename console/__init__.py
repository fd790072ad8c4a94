"""The console: where officers open what clients told, answer and close.

Django over ASGI in one process. It stores sealed content only and has no key that opens
any of it: opening happens in the officer's browser.
"""
