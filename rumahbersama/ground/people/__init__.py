"""Persons, posts, accounts, and the roles they hold at a place."""
