"""SHOW: the one page shape from nation to village."""
