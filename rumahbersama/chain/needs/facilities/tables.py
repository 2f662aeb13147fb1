"""The lists of this folder as files, with the labels that the pages carry."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.facilities.models import Facility
from rumahbersama.chain.needs.facilities.queries import point_of
from rumahbersama.chain.needs.facilities.reach import Reach
from rumahbersama.engines.access import CENTROID

Table = tuple[list[str], list[list[Any]]]


def facility_table(facilities: Iterable[Facility]) -> Table:
    """Return facilities with the headings that the import knows, so that the export can be sent back."""
    header = [
        _("Nama fasilitas"),
        _("Jenis layanan"),
        _("Nomor resmi"),
        _("Kode wilayah"),
        _("Nama wilayah"),
        _("Nama wilayah induk"),
        _("Alamat"),
        _("Kapasitas"),
        _("Satuan kapasitas"),
        _("Petugas"),
        _("Orang dilayani"),
        _("Berfungsi"),
        _("Kondisi"),
        _("Lintang"),
        _("Bujur"),
        _("Tutup sejak"),
    ]
    return header, [_row(each) for each in facilities]


def _row(each: Facility) -> list[Any]:
    return [
        each.name,
        each.service.code,
        each.number,
        each.region.shown_code,
        each.region.name,
        each.region.parent.name if each.region.parent else "",
        each.address,
        each.capacity,
        each.capacity_unit,
        each.staff,
        each.users,
        each.get_working_display(),
        each.get_condition_display(),
        "" if each.latitude is None else str(each.latitude),
        "" if each.longitude is None else str(each.longitude),
        each.ended_on,
    ]


def placed_words(each: Facility) -> str:
    """Return how a facility came to its place on the map."""
    latitude, _longitude, is_own = point_of(each)
    if is_own:
        return _("koordinat sendiri")
    return _("dari titik tengah wilayahnya") if latitude is not None else _("letak belum diketahui")


def reach_table(reach: Reach) -> Table:
    """Return the reach of every desa, the worst first."""
    header = [
        _("Kode wilayah"),
        _("Desa/kelurahan"),
        _("Kecamatan"),
        _("Penduduk"),
        _("{service} di desa ini").format(service=reach.service),
        _("Per 1.000 penduduk di desa ini"),
        _("Terdekat (km)"),
        _("Dalam {km} km").format(km=f"{reach.catchment_km:g}"),
        _("Dalam jangkauan per 1.000 penduduk"),
        _("Letak desa"),
    ]
    names = {row.region.parent_id: "" for row in reach.rows}
    names |= {region.pk: region.name for region in reach.kecamatan}
    return header, [
        [
            row.region.shown_code,
            row.region.name,
            names[row.region.parent_id],
            row.people,
            row.own,
            _rounded(row.plain_ratio, 3),
            _rounded(row.access.nearest_km, 2),
            None if row.is_nowhere else row.access.within_reach,
            _rounded(row.score, 3),
            _("dari titik tengah desa") if row.access.basis == CENTROID else _("letak belum diketahui"),
        ]
        for row in reach.rows
    ]


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
