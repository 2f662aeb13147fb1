"""``rumah migrate`` that stops where it is asked to, so that it can be killed; run as a module.

``SLOW_MOMENT``: "halfway" stops within the slow migration, "noting" where it would be noted as done.
"""

import os
import sys
import time
from pathlib import Path

from django.db.migrations.recorder import MigrationRecorder

from rumahbersama.cli import main

_note = MigrationRecorder.record_applied


def _stop_once(self: MigrationRecorder, app: str, name: str) -> None:
    marker = Path(os.environ["SLOW_MARKER"])
    if app == "slow" and os.environ["SLOW_MOMENT"] == "noting" and not marker.exists():
        marker.touch()
        time.sleep(300)
    _note(self, app, name)


if __name__ == "__main__":
    MigrationRecorder.record_applied = _stop_once
    sys.exit(main(["migrate", "--json"]))
