"""Changes to cases: open, correct, move on; parties, steps, bodies; the agreement and its check."""
