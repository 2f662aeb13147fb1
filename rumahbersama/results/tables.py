"""The tables of a place page, as they go out in CSV and XLSX."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.intake.numbers import canonical
from rumahbersama.results.completeness import Completeness
from rumahbersama.results.queries import PlacePage

Table = tuple[list[str], list[list[Any]]]
RANKING, SERVICES, INDICATORS = "peringkat", "layanan", "nilai"


def table_of(page: PlacePage, name: str) -> Table | None:
    """Return heading and rows of a named table, or None where the page has no such table."""
    makers = {RANKING: _ranking, SERVICES: _services, INDICATORS: _indicators}
    return makers[name](page) if name in makers and page.period is not None else None


def completeness_table(late: Completeness) -> Table:
    """Return heading and rows of the list of those who have not sent."""
    period = str(late.period)
    if not late.by_desa:
        head = [_("Kode"), _("Wilayah"), _("Periode"), _("Angka masuk"), _("Angka diminta"), _("Angka belum masuk")]
        return head, [
            [line.region.code, str(line.region), period, line.sent, line.asked, line.missing]
            for line in late.children
        ]
    head = [_("Kode"), _("Wilayah"), _("Kecamatan"), _("Periode"), _("Belum dikirim"), _("Terakhir diisi")]
    desa = list(late.desa().order_by("code"))
    missing = late.missing_of(desa)
    return head, [
        [each.code, each.name, str(each.parent), period, "; ".join(map(str, missing[each.pk])), newest]
        for each, newest in ((each, each.newest) for each in desa)  # type: ignore[attr-defined]
    ]


def _ranking(page: PlacePage) -> Table | None:
    if page.chosen is None or not page.ranked or page.hides_children_figures:
        return None
    head = [
        _("Kode"),
        _("Wilayah"),
        _("Layanan"),
        _("Periode"),
        _("Diperlukan"),
        _("Ada"),
        _("Kurang"),
        _("Terpenuhi %"),
    ]
    head += [_("Tempat yang kurang"), _("Tempat mengirim"), _("Tempat seluruhnya"), _("Catatan"), _("Dasar hukum")]
    service, period, basis = str(page.chosen.service), page.period, page.chosen.standard.legal_basis
    rows: list[list[Any]] = []
    for child in page.ranked:
        gap = child.gap if child.gap is not None and child.gap.reported else None
        figures: list[Any] = (
            [gap.required, gap.supply, gap.shortage, _rounded(child.met_percent), gap.short_places, gap.reported]
            if gap is not None
            else [None, child.supply, None, None, None, 0]
        )
        rows.append([child.code, child.name, service, str(period), *figures, child.expected, child.note, basis])
    return head, rows


def _services(page: PlacePage) -> Table:
    head = [_("Bidang"), _("Layanan"), _("Periode"), _("Diperlukan"), _("Ada"), _("Kurang"), _("Lebih")]
    head += [_("Tempat yang kurang"), _("Tempat mengirim"), _("Tempat seluruhnya"), _("Standar"), _("Dasar hukum")]
    rows: list[list[Any]] = []
    for line in page.services:
        gap, known = line.gap, bool(line.gap.reported)
        figures: list[Any] = (
            [gap.required, gap.supply, gap.shortage, gap.surplus, gap.short_places] if known else [None] * 5
        )
        rows.append(
            [
                str(line.service.area),
                str(line.service),
                str(page.period),
                *figures,
                gap.reported,
                line.expected,
                f"1/{line.standard.people_per_facility} {line.standard.get_level_display()}",
                line.standard.legal_basis,
            ]
        )
    return head, rows


def _indicators(page: PlacePage) -> Table:
    head = [
        _("Bidang"),
        _("Indikator"),
        _("Satuan"),
        _("Periode"),
        _("Pembilang"),
        _("Penyebut"),
        _("Tempat mengirim"),
    ]
    head += [_("Tempat seluruhnya"), _("Belum diverifikasi"), _("Disanggah"), _("Sumber"), _("Terakhir diisi")]
    rows: list[list[Any]] = []
    for line in page.indicators:
        figure = line.figure
        top = [_plain(figure.numerator), _plain(figure.denominator)] if figure else [None, None]
        tail: list[Any] = (
            [figure.unverified, figure.contested, figure.source or _("beberapa sumber"), figure.newest_at]
            if figure
            else [None, None, None, None]
        )
        rows.append(
            [
                str(line.indicator.area),
                str(line.indicator),
                line.indicator.unit,
                str(page.period),
                *top,
                line.reported,
                line.expected,
                *tail,
            ]
        )
    return head, rows


def _plain(value: Decimal | None) -> int | Decimal | None:
    """Return a stored number without zeros behind the point, which some spreadsheets read as thousands."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else Decimal(canonical(value))


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.1"), ROUND_HALF_UP)
