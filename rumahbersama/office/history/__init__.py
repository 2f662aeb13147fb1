"""The audit record of one's place and below, in words."""
