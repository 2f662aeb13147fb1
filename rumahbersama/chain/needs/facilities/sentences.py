"""Lists, kinds of gap and reach in words: what is told, and what would have to be known to tell more."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.needs.facilities.models import Facility
from rumahbersama.chain.needs.facilities.queries import ServiceLine
from rumahbersama.chain.needs.facilities.reach import Reach
from rumahbersama.chain.needs.facilities.rules import NOT_THERE, NOT_USED, NOT_WORKING, TOO_FAR, GapKind, Listed
from rumahbersama.ground.core.formats import day, number


def working_sentence(facility: Facility) -> str:
    """Return the first sentence of a facility's page: whether it works."""
    if facility.ended_on:
        return _("Tutup sejak {day}.").format(day=day(facility.ended_on))
    return {
        Facility.Working.YES: _("Berfungsi."),
        Facility.Working.NO: _("Ada, tetapi tidak berfungsi."),
        Facility.Working.UNKNOWN: _("Belum ada yang mengatakan apakah ini berfungsi."),
    }[Facility.Working(facility.working)]


def listed_words(listed: Listed) -> str:
    """Return "12 tercatat satu per satu, 10 berfungsi"."""
    if not listed.total:
        return _("belum ada yang dicatat satu per satu")
    if not listed.working and not listed.not_working:
        return _("{count} tercatat satu per satu, keadaannya belum diketahui").format(count=number(listed.total))
    return _("{count} tercatat satu per satu, {working} berfungsi").format(
        count=number(listed.total), working=number(listed.working)
    )


def difference_words(line: ServiceLine) -> str:
    """Return by how much count and list differ; "" where they agree or there is only one of them."""
    if line.is_partial and line.listed.total:
        return _("Hitungan baru dari {sent} dari {all} desa, jadi belum dapat dibandingkan.").format(
            sent=number(line.reported), all=number(line.expected)
        )
    if not line.difference:
        return ""
    if line.difference > 0:
        return _("Daftar memuat {count} lebih banyak daripada hitungan desa: periksa hitungannya.").format(
            count=number(line.difference)
        )
    return _(
        "Daftar memuat {count} lebih sedikit daripada hitungan desa: ada yang belum dicatat, atau sudah tutup."
    ).format(count=number(-line.difference))


def kind_words(kind: GapKind) -> str:
    """Return one kind of gap in a sentence: what is known, or what is missing to know it."""
    told = _TOLD[kind.kind](kind.count or 0) if kind.is_told else _missing(kind.kind)
    if kind.is_told and kind.unknown:
        told += " " + _unknown(kind)
    return told


def _not_there(count: int) -> str:
    if not count:
        return _("Tidak ada yang kurang menurut standar.")
    return _("Kurang {count} menurut standar, dari hitungan desa.").format(count=number(count))


def _not_working(count: int) -> str:
    return _("{count} dari yang tercatat satu per satu tidak berfungsi.").format(count=number(count))


def _too_far(count: int) -> str:
    if not count:
        return _("Semua desa yang dapat dihitung punya sedikitnya satu dalam jangkauan.")
    return _("{count} orang tinggal di desa tanpa satu pun dalam jangkauan.").format(count=number(count))


def _not_used(count: int) -> str:
    return _("{count} berfungsi tetapi tidak melayani siapa pun.").format(count=number(count))


_TOLD = {NOT_THERE: _not_there, NOT_WORKING: _not_working, TOO_FAR: _too_far, NOT_USED: _not_used}


def _missing(kind: str) -> str:
    return {
        NOT_THERE: _("Belum dapat dikatakan: perlu jumlah penduduk, hitungan fasilitas, dan standar layanan ini."),
        NOT_WORKING: _(
            "Belum dapat dikatakan: catat fasilitasnya satu per satu, dan apakah masing-masing berfungsi."
        ),
        TOO_FAR: _("Belum dapat dikatakan: perlu titik tengah desa, jumlah penduduk, dan letak fasilitas."),
        NOT_USED: _("Belum dapat dikatakan: catat berapa orang yang dilayani tiap fasilitas."),
    }[kind]


def _unknown(kind: GapKind) -> str:
    if kind.kind == TOO_FAR:
        return _("{count} desa belum dapat dihitung.").format(count=number(kind.unknown))
    return _("{count} belum diketahui.").format(count=number(kind.unknown))


def kind_label(kind: str) -> str:
    """Return the name of a kind of gap."""
    return {
        NOT_THERE: _("Tidak ada"),
        NOT_WORKING: _("Ada, tidak berfungsi"),
        TOO_FAR: _("Ada, terlalu jauh"),
        NOT_USED: _("Ada, tidak dipakai"),
    }[kind]


def reach_words(reach: Reach) -> list[str]:
    """Return the lead of the page of reach: who has nothing near, who is worst off, what it rests on."""
    if reach.basis.nowhere and not reach.basis.total:
        text = _("Letak {service} dan titik tengah desanya belum diketahui, jadi jangkauan belum dapat dihitung.")
        return [text.format(service=reach.service)]
    if not reach.basis.total:
        return [_("Belum ada {service} yang dihitung atau dicatat di kabupaten ini pada {period}.").format(
            service=reach.service, period=reach.period
        )]  # fmt: skip
    return [_far(reach), _worst(reach), _rests_on(reach), _too_high(reach)]


def _far(reach: Reach) -> str:
    km = number(reach.catchment_km)
    if not reach.is_placed:
        return _("Letak desa di sini belum diketahui, jadi jangkauan belum dapat dihitung.")
    if not reach.far:
        text = _("Semua desa yang dapat dihitung punya {service} dalam {km} km.")
        return text.format(service=reach.service, km=km)
    if reach.far_people is None:
        return ngettext(
            "{count} desa tidak punya {service} dalam {km} km; penduduknya belum dikirim.",
            "{count} desa tidak punya {service} dalam {km} km; penduduknya belum dikirim.",
            len(reach.far),
        ).format(count=number(len(reach.far)), service=reach.service, km=km)
    return ngettext(
        "{count} desa dengan {people} penduduk tidak punya {service} dalam {km} km.",
        "{count} desa dengan {people} penduduk tidak punya {service} dalam {km} km.",
        len(reach.far),
    ).format(count=number(len(reach.far)), people=number(reach.far_people), service=reach.service, km=km)


def _worst(reach: Reach) -> str:
    measured = [row for row in reach.rows if row.access.nearest_km]
    if not measured:
        return ""
    worst = max(measured, key=lambda row: row.access.nearest_km or 0)
    return _("Paling jauh: {place}, yang terdekat {km} km.").format(
        place=worst.region, km=number(worst.access.nearest_km, decimals=1)
    )


def _too_high(reach: Reach) -> str:
    if not reach.without_people:
        return ""
    if not reach.is_peopled:
        return _(
            "Belum ada desa yang mengirim jumlah penduduk: jarak tetap benar, "
            "tetapi bagian per 1.000 penduduk dan banyaknya orang yang jauh belum dapat dihitung."
        )
    return _(
        "{count} desa belum mengirim jumlah penduduk: bagiannya belum dihitung, bagian tetangganya terlalu tinggi."
    ).format(count=number(reach.without_people))


def _rests_on(reach: Reach) -> str:
    basis = reach.basis
    parts = []
    if basis.listed_own:
        parts.append(_("{count} dengan koordinat sendiri").format(count=number(basis.listed_own)))
    if basis.listed_centroid:
        parts.append(_("{count} dari daftar, diletakkan di titik tengah wilayahnya").format(
            count=number(basis.listed_centroid)
        ))  # fmt: skip
    if basis.counted:
        parts.append(
            _("{count} dari hitungan desa, diletakkan di titik tengah desa").format(count=number(basis.counted))
        )
    if basis.nowhere:
        parts.append(_("{count} tidak ikut karena letaknya tidak diketahui").format(count=number(basis.nowhere)))
    return _("Dasar hitungan: {parts}.").format(parts="; ".join(parts))
