"""Competency: standards per post, what raises them, evidence of a person, the gap, candidates side by side."""
