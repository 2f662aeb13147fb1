"""Pages of notes and recommendations."""
