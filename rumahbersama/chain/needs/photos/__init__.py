"""Photos of what this room holds: voiced needs and facilities."""
