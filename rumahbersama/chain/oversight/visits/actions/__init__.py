"""Changes: planning visits, making them, telling of them; each with its record."""
