"""The practice copy of a class: a place of its own where nothing is real."""
