"""What ``rumah regions load FILE`` does; printing and asking belong to the command line."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.regions.loading import Options, run_file

DONE, FINDINGS, REFUSED = 0, 1, 2


@dataclass(frozen=True)
class CommandResult:
    """How a command ended: exit code, a report for machines, lines for people."""

    exit_code: int
    report: dict[str, Any]
    lines: list[str]


def load_command(
    *,
    path: Path,
    options: Options,
    at: datetime,
    dry_run: bool = False,
    yes: bool = False,
    by: Any = None,  # noqa: ANN401
) -> CommandResult:
    """Show what a file (edition, GeoJSON of borders, or centroids; told by itself) would do; with ``yes`` do it.

    Without ``dry_run`` and ``yes`` it only shows, and says how to go on. Exit codes: 0 done or shown,
    1 findings (a file of borders may still have entered), 2 unreadable or refused.
    """
    if not path.is_file():
        text = _("Berkas {path} tidak ada.").format(path=path)
        return CommandResult(REFUSED, {"refused": text}, [text])
    commit = yes and not dry_run
    try:
        report = run_file(path=path, file_name=path.name, options=options, by=by, at=at, dry_run=not commit)
    except Refusal as refusal:
        return CommandResult(REFUSED, {"refused": str(refusal)}, [str(refusal)])
    lines = list(report.lines)
    if not commit and not report.blocks and not report.is_same:
        lines.append(_("Ini pratinjau; belum ada yang berubah. Jalankan lagi dengan --yes untuk memuatnya."))
    return CommandResult(FINDINGS if report.findings else DONE, report.as_json(), lines)
