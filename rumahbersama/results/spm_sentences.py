"""The page of minimum services in words: the index, what is lowest, what lacks, and by which law."""

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.spm.queries import Attainment, FieldLine, ServiceLine, lowest_of
from rumahbersama.chain.needs.spm.rules import shown
from rumahbersama.ground.core.formats import number
from rumahbersama.results.spm import SpmPage

LOWEST_NAMED = 3


def spm_sentences(page: SpmPage) -> list[str]:
    """Return the lead of the page, at most four sentences."""
    if page.period is None:
        return [_("Belum ada angka standar pelayanan minimal dari {place}.").format(place=page.region)]
    found = _of_kabupaten(page, page.own) if page.own else _of_many(page)
    return [sentence for sentence in found if sentence]


def _of_kabupaten(page: SpmPage, own: Attainment) -> list[str]:
    return [_index(page, own), _lowest(own.lowest[:LOWEST_NAMED]), _lacking(own), _unverified(own.unverified)]


def _index(page: SpmPage, own: Attainment) -> str:
    if page.law is None:
        return _("Bobot SPM untuk {period} belum ada, jadi indeksnya tidak dihitung.").format(period=page.period)
    if own.index is None:
        return _(
            "Indeks SPM {place} pada {period} belum dapat dihitung: belum ada layanan yang angkanya lengkap."
        ).format(place=page.region, period=page.period)
    if own.category:
        text = _("Indeks SPM {place} pada {period}: {index} dari 100, {category}.")
    else:
        text = _("Indeks sementara SPM {place} pada {period}: {index} dari 100, baru {known} dari {all} layanan.")
    return text.format(
        place=page.region,
        period=page.period,
        index=number(shown(own.index)),
        category=own.category.label.lower() if own.category else "",
        known=number(len(own.known)),
        all=number(len(own.lines)),
    )


def field_sentence(group: FieldLine) -> str:
    """Return what a field says while its services are folded away."""
    asked = [line for line in group.lines if not line.is_of_nobody]
    if not asked:
        return _("Tidak ada sasarannya pada periode ini.")
    contested = sum(line.contested for line in asked)
    found = [
        _("{done} dari {all} layanan lengkap angkanya.").format(
            done=number(sum(not line.missing for line in asked)), all=number(len(asked))
        ),
        _lowest(lowest_of(asked)[:1]),
        _("{count} angka disanggah.").format(count=number(contested)) if contested else "",
        _unverified(sum(line.unverified for line in asked)),
    ]
    return " ".join(sentence for sentence in found if sentence)


def _lowest(lines: list[ServiceLine]) -> str:
    lowest = [f"{line.service} ({number(shown(line.index))})" for line in lines]
    return _("Yang paling rendah: {services}.").format(services="; ".join(lowest)) if lowest else ""


def _lacking(own: Attainment) -> str:
    silent = sum(line.is_silent for line in own.lines)
    if not own.lacking:
        return ""
    half = len(own.lacking) - silent
    if half and silent:
        text = _(
            "{silent} layanan belum ada angka sama sekali, {half} baru satu ukurannya; keduanya tidak dianggap nol."
        )
    elif silent:
        text = _("{silent} layanan belum ada angka sama sekali; itu tidak dianggap nol.")
    else:
        text = _("{half} layanan baru ada satu ukurannya; indeksnya belum dihitung.")
    return text.format(silent=number(silent), half=number(half))


def _unverified(count: int) -> str:
    return _("{count} angka belum diverifikasi.").format(count=number(count)) if count else ""


def _of_many(page: SpmPage) -> list[str]:
    known = [row for row in page.rows if row.found.index is not None]
    found = []
    if known:
        text = _("Terendah {place}, {index} dari 100; tertinggi {best}, {high}.")
        if len(known) == 1:
            text = _("Satu kabupaten/kota dapat dihitung indeksnya: {place}, {index} dari 100.")
        found.append(
            text.format(
                place=known[0].region,
                index=number(shown(known[0].found.index)),
                best=known[-1].region,
                high=number(shown(known[-1].found.index)),
            )
        )
    text = _("{sent} dari {all} kabupaten/kota sudah mengirim untuk {period}, {complete} di antaranya lengkap.")
    found.append(
        text.format(
            sent=number(len(page.rows)),
            all=number(len(page.rows) + len(page.silent)),
            period=page.period,
            complete=number(sum(not row.found.lacking for row in page.rows)),
        )
    )
    return [*found, _unverified(sum(row.found.unverified for row in page.rows))]


def law_text(page: SpmPage) -> str:
    """Return how the index is made and what it is called, from the thresholds in force."""
    if page.law is None:
        return ""
    limits = "; ".join(
        _("{category} mulai {limit}").format(category=category.label.lower(), limit=number(limit))
        for category, limit in page.law.limits
    )
    return _("Bobot {receivers}: penerima layanan; bobot {quality}: mutu minimal. {limits}.").format(
        receivers=number(page.law.receivers), quality=number(page.law.quality), limits=limits[:1].upper() + limits[1:]
    )
