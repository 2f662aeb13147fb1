"""Changes of the programme; each with its record."""
