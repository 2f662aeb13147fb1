"""Changes to meetings: planned, invited, put on the agenda, attended; each checked, in one piece, with its record."""
