"""One road for the web and the command line: what a file is, what it would do, and doing it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.core import formats
from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.regions.actions.centroids import load_centroids
from rumahbersama.ground.regions.actions.edition import EditionPreview, load_edition
from rumahbersama.ground.regions.actions.reading import CENTROIDS, EDITION, kind_of_file
from rumahbersama.ground.regions.actions.shapes import PlacesLoaded, load_shapes
from rumahbersama.ground.regions.known import KnownEdition, by_file_name, by_number
from rumahbersama.ground.regions.matching import KINDS_OF_CHANGE
from rumahbersama.ground.regions.models import RegionChange, UnresolvedRegion
from rumahbersama.ground.regions.rules import RegionRefusal

MOST_SHOWN = 50
MOST_QUESTIONS = 200
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Options:
    """What the sender says about a file; empty where nothing is said."""

    number: str = ""
    legal_basis: str = ""
    valid_from: str = ""
    source: str = ""


@dataclass(frozen=True)
class Report:
    """What loading a file would do or did.

    Attributes:
        kind: edition, shapes or centroids.
        facts: counts and names, JSON-ready; "changes" and "unresolved" are cut to what a page shows.
        lines: the same for people.
        findings: what is wrong with the file.
        blocks: whether findings forbid loading (an unknown code in a file of borders does not).
        is_same: nothing would change.
    """

    kind: str
    facts: dict[str, Any]
    lines: list[str]
    findings: list[Finding]
    blocks: bool
    is_same: bool

    def as_json(self) -> dict[str, Any]:
        """Return everything for storage or machines."""
        return self.facts | {
            "kind": self.kind,
            "lines": self.lines,
            "findings": [asdict(finding) for finding in self.findings[:MOST_QUESTIONS]],
            "findings_count": len(self.findings),
            "is_same": self.is_same,
        }


def run_file(
    *,
    path: Path,
    file_name: str,
    options: Options,
    by: Any,  # noqa: ANN401 - AUTH_USER_MODEL or None
    at: datetime,
    dry_run: bool,
    progress: Progress = lambda phase, done, total: None,
) -> Report:
    """Look at a file and, unless ``dry_run``, load it.

    Raises:
        RegionRefusal: hostile, unreadable, or not to be loaded now.
    """
    kind = kind_of_file(path)
    if kind == EDITION:
        known = edition_meant(options=options, file_name=file_name)
        return _edition_report(
            load_edition(
                path=path,
                file_name=file_name,
                number=known.number,
                legal_basis=known.legal_basis,
                valid_from=known.valid_from,
                by=by,
                at=at,
                dry_run=dry_run,
                progress=progress,
            ),
            loaded=not dry_run,
        )
    progress(_("Membaca berkas"), 0, 0)
    if kind == CENTROIDS:
        places = load_centroids(path=path, by=by, at=at, dry_run=dry_run)
    else:
        places = load_shapes(path=path, source=options.source or file_name, by=by, at=at, dry_run=dry_run)
    return _places_report(kind, places, loaded=not dry_run)


def edition_meant(*, options: Options, file_name: str) -> KnownEdition:
    """Return number, legal basis and date of an edition: as said, else as known by number or file name.

    Raises:
        RegionRefusal: something is missing and not known.
    """
    known = by_number(options.number) if options.number else by_file_name(file_name)
    try:
        valid_from = date.fromisoformat(options.valid_from) if options.valid_from else known and known.valid_from
    except ValueError:
        raise RegionRefusal(_("Tanggal berlaku ditulis seperti 2025-04-25.")) from None
    number = options.number or (known.number if known else "")
    legal_basis = options.legal_basis or (known.legal_basis if known else "")
    if not (number and legal_basis and valid_from):
        raise RegionRefusal(
            _(
                "Edisi ini belum dikenal. Sebutkan nomor, dasar hukum, dan tanggal mulai berlakunya "
                "(--number, --legal-basis, --valid-from)."
            )
        )
    return KnownEdition(number=number, legal_basis=legal_basis, valid_from=valid_from)


def _edition_report(preview: EditionPreview, *, loaded: bool) -> Report:
    counts = preview.counts()
    comparison = preview.comparison
    labels = dict(RegionChange.Kind.choices)
    reasons = dict(UnresolvedRegion.Reason.choices)
    shown: dict[str, list[list[str]]] = {kind: [] for kind in KINDS_OF_CHANGE}
    for difference in comparison.differences:
        if len(shown[difference.change]) < MOST_SHOWN:
            shown[difference.change].append([difference.before, difference.after])
    facts = {
        "number": preview.number,
        "legal_basis": preview.legal_basis,
        "valid_from": preview.valid_from.isoformat(),
        "counts": counts,
        "changes": shown,
        "unresolved": [
            {
                "code": question.code,
                "name": question.name,
                "reason": str(reasons[question.reason]),
                "candidates": [f"{code} {preview.rows[code].name}" for code in question.candidates],
            }
            for question in comparison.questions[:MOST_QUESTIONS]
        ],
        "loaded": loaded and not preview.findings,
    }
    lines = [
        f"{preview.legal_basis} ({preview.number}), "
        + _("berlaku mulai {day}").format(day=formats.day(preview.valid_from)),
        _(
            "{rows} baris: {province} provinsi, {kabupaten} kabupaten/kota, {kecamatan} kecamatan, "
            "{desa} desa/kelurahan."
        ).format(**{key: formats.number(value) for key, value in counts.items()}),
    ]
    if preview.is_same:
        lines.append(
            _("Tidak ada yang berubah: edisi ini sudah pernah dimuat, atau isinya sama dengan wilayah sekarang.")
        )
    elif not preview.findings:
        lines += [f"  {labels[kind]}: {formats.number(counts[kind])}" for kind in KINDS_OF_CHANGE]
        lines.append(f"  {_('Belum jelas penggantinya')}: {formats.number(counts['unresolved'])}")
        lines += [_("Edisi dimuat.")] if loaded else []
    lines += [_line(finding) for finding in preview.findings[:20]]
    return Report(EDITION, facts, lines, preview.findings, bool(preview.findings), preview.is_same)


def _places_report(kind: str, places: PlacesLoaded, *, loaded: bool) -> Report:
    blocks = bool(places.findings) and not places.changed and not places.unchanged
    facts = {"counts": places.counts(), "loaded": loaded and bool(places.changed)}
    changed, unchanged = formats.number(len(places.changed)), formats.number(places.unchanged)
    if kind == CENTROIDS:
        lines = [
            _("Titik tengah {changed} wilayah berubah, {unchanged} tetap").format(
                changed=changed, unchanged=unchanged
            )
        ]
    else:
        lines = [_("Batas {changed} wilayah berubah, {unchanged} tetap").format(changed=changed, unchanged=unchanged)]
    if facts["loaded"]:
        lines.append(_("Berkas dimuat."))
    lines += [_line(finding) for finding in places.findings[:20]]
    return Report(kind, facts, lines, places.findings, blocks, not places.changed and not blocks)


def _line(finding: Finding) -> str:
    where = _("Baris {row}").format(row=finding.row) if finding.row else _("Seluruh berkas")
    return f"  {where}, {finding.column}: “{finding.value}”. {finding.rule} {finding.remedy}"
