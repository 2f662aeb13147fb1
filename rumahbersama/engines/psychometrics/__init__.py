"""Tests and ratings: how well questions measure, and how far raters agree. Plain Python, no Django."""
