"""Filling in figures where the signal is weak: sections of a few boxes, doubts, confirming, closing a period."""
