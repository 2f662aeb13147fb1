"""Changes to events and their parts, each checked, in one transaction, with its record."""
