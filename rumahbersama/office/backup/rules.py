"""What this desk calls its things.

Source: project decision, docs/adr/0016.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

MADE, RESTORED = "office.backup", "office.restore"
NAME, PATTERN = "rumah-{at:%Y%m%d-%H%M%S}.cadangan", "rumah-????????-??????.cadangan"
# Who was signed in, what was cached and which workers lived belongs to the moment, not to the data.
OF_THE_MOMENT = ("django_session", "core_cache", "core_heartbeat")


@dataclass(frozen=True)
class Made:
    """A backup that was written."""

    path: Path
    size: int
    made_at: datetime
    key: str
    tables: int
    rows: int
    files: int
    seconds: float
    removed: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Tried:
    """A backup laid beside what is in use and found equal to its snapshot.

    Attributes:
        database: the new database: a path, or a name on the PostgreSQL server.
        folder: the new folder of uploads.
        upgraded: how many migrations ran on it after it was found equal.
    """

    made_at: datetime
    database: str
    folder: Path
    tables: int
    rows: int
    sums: int
    files: int
    upgraded: int
    seconds: float


@dataclass(frozen=True)
class Switched:
    """What took whose place."""

    kept_database: str
    kept_folder: str
    needs_restart: bool
