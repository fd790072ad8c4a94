"""Updates: fetched, stored durably before Telegram may forget them, handed on in order."""
