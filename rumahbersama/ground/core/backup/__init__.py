"""A backup as a file: sealed, read again in order, and laid beside what is in use (docs/adr/0016).

The mechanism knows databases and folders only. What is recorded, and who is told, stands in ``office/backup``.
"""
