"""Fixtures of this folder."""

from tests.installation import empty, installation, migrated  # noqa: F401
