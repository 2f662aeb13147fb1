"""The minimum services of a kabupaten, or those of all kabupaten of a province or the nation, the lowest first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.entry.queries import thresholds_on
from rumahbersama.chain.needs.models import Observation, Period
from rumahbersama.chain.needs.queries import period_to_open
from rumahbersama.chain.needs.spm.queries import (
    Attainment,
    Sent,
    ServiceLine,
    attainment,
    figures_of,
    periods_sent,
    services_on,
)
from rumahbersama.chain.needs.spm.rules import QUALITY, RECEIVERS, Law, law_of, shown
from rumahbersama.chain.needs.spm.summaries import Summary, summaries_of
from rumahbersama.ground.intake.numbers import as_cell
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.queries import below


@dataclass(frozen=True)
class Row:
    """One kabupaten with what it has attained."""

    region: Region
    found: Summary


@dataclass
class SpmPage:
    """All that the page shows for one period; of a kabupaten its services, above it its kabupaten."""

    region: Region
    breadcrumb: list[Region]
    periods: list[Period] = field(default_factory=list)
    period: Period | None = None
    law: Law | None = None
    own: Attainment | None = None
    rows: list[Row] = field(default_factory=list)
    silent: list[Region] = field(default_factory=list)
    verified: bool = False

    @property
    def is_own(self) -> bool:
        """Tell whether this is the page of a kabupaten."""
        return self.region.level == Level.KABUPATEN


def spm_page(*, region: Region, breadcrumb: list[Region], period: str) -> SpmPage:
    """Read the page of a kabupaten, a province or the nation (seven queries at most, five of a kabupaten)."""
    page = SpmPage(region, breadcrumb)
    kabupaten = (
        [region] if page.is_own else list(below(code=region.code, level=Level.KABUPATEN).select_related("parent"))
    )
    page.periods = periods_sent(kabupaten)
    asked = next((each for each in page.periods if each.code == period), None)
    page.period = asked or period_to_open(page.periods)
    if page.period is None:
        page.silent = kabupaten
        return page
    page.law = law_of(thresholds_on(page.period.ends_on))
    services = services_on(page.period.ends_on)
    page.verified = all(each.legal_basis_verified for each in services)
    if page.is_own:
        figures = figures_of(region, page.period)
        page.own = attainment(services=services, figures=figures, law=page.law) if figures else None
        return page
    found = summaries_of(kabupaten, page.period, services=services, law=page.law)
    rows = [Row(each, found[each.pk]) for each in kabupaten if each.pk in found]
    page.rows = sorted(rows, key=lambda row: (row.found.index is None, row.found.index or 0, row.region.code))
    page.silent = [each for each in kabupaten if each.pk not in found]
    return page


def missing_words(line: ServiceLine) -> str:
    """Return what a service lacks, in few words."""
    words = {RECEIVERS: _("penerima layanan"), QUALITY: _("mutu minimal")}
    return ", ".join(words[each] for each in line.missing)


def table(page: SpmPage) -> tuple[list[str], list[list[Any]]]:
    """Return heading and rows as a file carries them."""
    return _services(page) if page.is_own else _kabupaten(page)


def _services(page: SpmPage) -> tuple[list[str], list[list[Any]]]:
    head = [_("Kode"), _("Wilayah"), _("Periode"), _("Bidang"), _("Layanan"), _("Penerima layanan"), _("Yang berhak")]
    head += [_("Keadaan"), _("Sumber"), _("Syarat mutu terpenuhi"), _("Syarat mutu ditetapkan"), _("Keadaan")]
    head += [_("Sumber"), _("Indeks"), _("Kategori"), _("Belum ada"), _("Dasar hukum"), _("Sudah diperiksa")]
    rows: list[list[Any]] = []
    for group in page.own.fields if page.own else []:
        for line in group.lines:
            basis = [line.service.legal_basis, _("ya") if line.service.legal_basis_verified else _("belum")]
            rows.append(
                [
                    page.region.code,
                    str(page.region),
                    str(page.period),
                    str(group.field),
                    str(line.service),
                    *_measure(line.receivers),
                    *_measure(line.quality),
                    shown(line.index),
                    str(line.category.label) if line.category else "",
                    missing_words(line),
                    *basis,
                ]
            )
    return head, rows


def _measure(sent: Sent | None) -> Iterator[Any]:
    if sent is None:
        yield from (None, None, "", "")
        return
    yield from (as_cell(sent.share.met), as_cell(sent.share.asked))
    yield from (str(Observation.State(sent.state).label), sent.source)


def _kabupaten(page: SpmPage) -> tuple[list[str], list[list[Any]]]:
    head = [_("Kode"), _("Wilayah"), _("Provinsi"), _("Periode"), _("Indeks"), _("Kategori")]
    head += [_("Layanan dengan indeks"), _("Layanan belum lengkap"), _("Belum diverifikasi")]
    period = str(page.period or "")
    rows: list[list[Any]] = [
        [
            row.region.code,
            str(row.region),
            str(row.region.parent),
            period,
            shown(row.found.index),
            str(row.found.category.label) if row.found.category else "",
            row.found.known,
            row.found.lacking,
            row.found.unverified,
        ]
        for row in page.rows
    ]
    rows += [[each.code, str(each), str(each.parent), period, None, "", 0, None, None] for each in page.silent]
    return head, rows
