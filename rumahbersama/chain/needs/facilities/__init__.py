"""Facilities one by one: where they stand, whether they work, and how far people have to them."""
