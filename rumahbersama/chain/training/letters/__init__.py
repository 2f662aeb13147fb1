"""Letters, schedule and report of an event as papers, reminders to copy, and where its sheets are printed."""
