"""The golden thread forward: from a training to what was promised there, and what the named figures did since."""
