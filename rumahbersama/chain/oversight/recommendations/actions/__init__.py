"""Changes to notes and recommendations, each with its record."""
