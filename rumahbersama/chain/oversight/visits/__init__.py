"""Visits to villages: planned, made, told."""
