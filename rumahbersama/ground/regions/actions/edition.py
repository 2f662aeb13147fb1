"""Loading an edition: read, compare, show, and commit all or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.core import bulk
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.regions.actions.counts import refresh_counts
from rumahbersama.ground.regions.actions.reading import digest_of, opened
from rumahbersama.ground.regions.actions.storing import EditionStore, audit_changes
from rumahbersama.ground.regions.editions import EditionRow, cut_short, read_rows
from rumahbersama.ground.regions.matching import GONE, Comparison, Known, compare
from rumahbersama.ground.regions.models import (
    Edition,
    Kind,
    Level,
    Region,
    RegionChange,
    RegionCode,
    UnresolvedRegion,
)
from rumahbersama.ground.regions.rules import NATION_CODE, RegionRefusal, name_key

Progress = Callable[[str, int, int], None]


def _silent(phase: str, done: int = 0, total: int = 0) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True)
class EditionPreview:
    """What loading an edition would do.

    Attributes:
        stamp: state of the tree the comparison was made against; a commit refuses another.
        present: how many regions there are today (invented ones apart).
        is_same: the edition would change nothing.
        is_first: no edition has been loaded yet.
    """

    number: str
    legal_basis: str
    valid_from: date
    file_name: str
    digest: str
    rows: dict[str, EditionRow]
    comparison: Comparison
    findings: list[Finding]
    present: int
    stamp: tuple[int, int, int]
    is_first: bool

    @property
    def is_same(self) -> bool:
        """Tell whether loading would change nothing."""
        return not self.findings and not self.comparison.differences

    def counts(self) -> dict[str, int]:
        """Return the counts of the preview: rows, kinds of change, unresolved, and regions by level."""
        levels = {level.name.lower(): 0 for level in Level if level != Level.NATION}
        names = {level.value: level.name.lower() for level in Level}
        for code in self.rows:
            levels[names[code.count(".") + 1]] += 1
        return {"rows": len(self.rows)} | levels | self.comparison.counts()


def ensure_nation() -> Region:
    """Return the row of Indonesia, made where it is missing."""
    nation, _made = Region.objects.get_or_create(
        code=NATION_CODE,
        defaults={"name": "Indonesia", "search_name": "INDONESIA", "level": Level.NATION, "kind": Kind.NEGARA},
    )
    return nation


def preview_edition(
    *,
    path: Path,
    number: str,
    legal_basis: str,
    valid_from: date,
    file_name: str = "",
    progress: Progress = _silent,
) -> EditionPreview:
    """Read an edition and compare it with the tree; changes nothing but for the nation's row.

    Raises:
        RegionRefusal: no list of codes, or an edition that may not be loaded now.
        Refusal: the file is hostile or cannot be read.
    """
    progress(_("Membaca daftar"), 0, 0)
    digest = digest_of(path)
    with opened(path) as table:
        read = read_rows(table.header, table.rows)
    progress(_("Membandingkan dengan wilayah sekarang"), 0, 0)
    ensure_nation()
    stamp = _stamp()
    present = present_tree()
    nothing_to_do = read.findings or _is_superseded(number.strip(), digest)
    comparison = Comparison({}, [], []) if nothing_to_do else compare(present, read.rows)
    preview = EditionPreview(
        number=number.strip(),
        legal_basis=legal_basis.strip(),
        valid_from=valid_from,
        file_name=file_name or path.name,
        digest=digest,
        rows=read.rows,
        comparison=comparison,
        findings=read.findings or _whole_file(comparison, present),
        present=len(present) - 1,
        stamp=stamp,
        is_first=not Edition.objects.exists(),
    )
    _refuse_wrong_order(preview)
    return preview


def commit_edition(
    *,
    preview: EditionPreview,
    by: Any,  # noqa: ANN401 - AUTH_USER_MODEL or None
    at: datetime,
    progress: Progress = _silent,
) -> Edition:
    """Store a previewed edition in one transaction; an edition that changes nothing is found, not made.

    Raises:
        RegionRefusal: findings, or the tree changed since the preview.
    """
    if preview.findings:
        raise RegionRefusal(
            _("Edisi ini belum dapat dimuat: {count} temuan harus diperbaiki dulu.").format(
                count=len(preview.findings)
            )
        )
    progress(_("Menyimpan"), 0, 0)
    changes = audit_changes(preview.comparison.differences)
    with transaction.atomic():
        known = Edition.objects.filter(number=preview.number).first()
        if known is not None and preview.is_same:
            return known
        if _stamp() != preview.stamp:
            raise RegionRefusal(_("Wilayah berubah sejak pratinjau dibuat. Buat pratinjau lagi."))
        edition = _make_edition(preview, at=at)
        store = EditionStore(edition=edition, preview=preview)
        store.write()
        bulk.analyze(Region, RegionCode, RegionChange, UnresolvedRegion)
        refresh_counts()
        record(
            by=by,
            at=at,
            verb="regions.load_edition",
            summary=_("Edisi {number} dimuat: {rows} wilayah, {changes} perubahan, {unresolved} belum jelas.").format(
                number=edition.number,
                rows=len(preview.rows),
                changes=len(preview.comparison.differences),
                unresolved=len(preview.comparison.questions),
            ),
            place_code=NATION_CODE,
            changes=changes,
            reason=edition.legal_basis,
        )
        store.tell_rooms_above(by=by)
    return edition


def load_edition(
    *,
    path: Path,
    number: str,
    legal_basis: str,
    valid_from: date,
    by: Any,  # noqa: ANN401 - AUTH_USER_MODEL or None
    at: datetime,
    dry_run: bool = False,
    file_name: str = "",
    progress: Progress = _silent,
) -> EditionPreview:
    """Preview an edition and, unless ``dry_run`` or findings stand against it, commit it.

    Args:
        path: the list, with headings in its first row.
        number: number of the decree; loading the same edition again changes nothing.
        legal_basis: its name in full.
        valid_from: first day it holds; later than that of every loaded edition.
        by: the account, or None for the program.
        at: when, aware.
        dry_run: only look.
        file_name: what the sender called the file; empty: as it is called now.
        progress: told each phase.
    """
    preview = preview_edition(
        path=path,
        number=number,
        legal_basis=legal_basis,
        valid_from=valid_from,
        file_name=file_name,
        progress=progress,
    )
    if not dry_run and not preview.findings:
        commit_edition(preview=preview, by=by, at=at, progress=progress)
    return preview


def present_tree() -> list[Known]:
    """Return today's regions, invented ones apart, the nation among them, as the comparison wants them."""
    printed = dict(
        RegionCode.objects.filter(scheme=RegionCode.Scheme.KEMENDAGRI, valid_to=None)
        .order_by()
        .values_list("region_id", "name")
    )
    regions = Region.objects.filter(gone_on=None, invented=False).order_by()
    return [
        Known(pk, code, name, printed.get(pk, name), name_key(printed.get(pk, name), level), kind, parent_id)
        for pk, code, name, level, kind, parent_id in regions.values_list(
            "pk", "code", "name", "level", "kind", "parent_id"
        ).iterator(chunk_size=5000)
    ]


def _is_superseded(number: str, digest: str) -> bool:
    """Tell whether this very file was loaded before a newer edition: loading it again changes nothing."""
    known = Edition.objects.filter(number=number, file_digest=digest).first()
    return known is not None and Edition.objects.filter(valid_from__gt=known.valid_from).exists()


def _make_edition(preview: EditionPreview, *, at: datetime) -> Edition:
    return Edition.objects.create(
        number=preview.number,
        legal_basis=preview.legal_basis,
        valid_from=preview.valid_from,
        file_name=preview.file_name[:200],
        file_digest=preview.digest,
        counts=preview.counts(),
        loaded_at=at,
    )


def _whole_file(comparison: Comparison, present: list[Known]) -> list[Finding]:
    gone = sum(1 for difference in comparison.differences if difference.change == GONE)
    finding = cut_short(present=len(present) - 1, gone=gone)
    return [finding] if finding else []


def _refuse_wrong_order(preview: EditionPreview) -> None:
    if not preview.number or not preview.legal_basis:
        raise RegionRefusal(_("Nomor edisi dan dasar hukumnya harus diisi."))
    known = Edition.objects.filter(number=preview.number).first()
    if known is not None and not preview.is_same and not preview.findings:
        raise RegionRefusal(
            _(
                "Edisi {number} sudah dimuat pada {day} dan berkas ini berbeda dari wilayah sekarang "
                "dalam {count} hal. "
                "Bila ini ralat, muat dengan nomor dan tanggal ralatnya."
            ).format(number=known.number, day=day(known.loaded_at), count=len(preview.comparison.differences))
        )
    newest = Edition.objects.order_by("-valid_from").first()
    if known is None and newest is not None and preview.valid_from <= newest.valid_from:
        raise RegionRefusal(
            _(
                "Edisi ini berlaku mulai {day}, padahal edisi {number} yang lebih baru sudah dimuat. "
                "Muat dari yang tertua."
            ).format(day=day(preview.valid_from), number=newest.number)
        )


def _stamp() -> tuple[int, int, int]:
    """Return what changes whenever the tree does: counts and newest ids."""
    changes = RegionChange.objects.aggregate(newest=Max("pk"))["newest"] or 0
    codes = RegionCode.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return Region.objects.filter(gone_on=None).count(), codes, changes
