"""Who may sign in, in which role and team, and how: password, second factor, time limits.

Fails closed: a view without a stated access is refused (``console.accounts.access``).
"""
