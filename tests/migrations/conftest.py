"""Fixtures of this folder."""

from tests.backup.conftest import drop_side_databases
from tests.installation import empty, installation, migrated

__all__ = ["drop_side_databases", "empty", "installation", "migrated"]
