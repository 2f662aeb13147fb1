"""Changes: questionnaires, rounds and answers, each with its record."""
