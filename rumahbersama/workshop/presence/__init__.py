"""Who was there: a list of people, occasions, marks, and one rule that decides what counts."""
