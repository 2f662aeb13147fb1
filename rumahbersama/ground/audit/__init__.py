"""The record of who changed what, when, and on whose behalf."""
