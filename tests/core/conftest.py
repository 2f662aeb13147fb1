"""Fixtures of this folder."""

from tests.installation import installation, migrated  # noqa: F401
