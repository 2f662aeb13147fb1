"""Fixtures of this folder."""

from tests.backup.conftest import drop_side_databases

__all__ = ["drop_side_databases"]
