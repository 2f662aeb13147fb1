"""Presence and evaluation of a class."""
