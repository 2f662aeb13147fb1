"""The page in two to four sentences whose numbers are links: what is short, where, and how sure that is."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.series import Point
from rumahbersama.ground.core.formats import day, number, percent
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.results.completeness import Completeness
from rumahbersama.results.indicator import IndicatorPage, moved
from rumahbersama.results.queries import PlacePage, ServiceLine

WORST_NAMED = 2


def sentences(page: PlacePage) -> list[SafeString]:
    """Return the lead of the page, at most four sentences."""
    if page.period is None or not page.services:
        return []
    if page.is_desa:
        return [*_desa(page), _trust(page)]
    found = [*_shortages(page), _worst_children(page), _trust(page)]
    return [sentence for sentence in found if sentence]


def place_noun(level: int) -> str:
    """Return the word for places of a level, in the middle of a sentence."""
    return {
        Level.DESA: _("desa/kelurahan"),
        Level.KECAMATAN: _("kecamatan"),
        Level.KABUPATEN: _("kabupaten/kota"),
        Level.PROVINCE: _("provinsi"),
    }[Level(level)]


def _link(page: PlacePage, line: ServiceLine, text: str) -> SafeString:
    address = reverse("results:place", args=[page.region.code])
    period = page.period.code if page.period else ""
    return format_html(
        '<a href="{}?periode={}&amp;layanan={}#peringkat">{}</a>', address, period, line.service.code, text
    )


def _listed(parts: Iterable[SafeString]) -> SafeString:
    known = list(parts)
    if len(known) < 2:
        return format_html_join("", "{}", ((part,) for part in known))
    head = format_html_join(", ", "{}", ((part,) for part in known[:-1]))
    return format_html(_("{} dan {}"), head, known[-1])


def _shortages(page: PlacePage) -> list[SafeString]:
    short = page.by_need
    known = [line for line in page.services if line.gap.reported and not line.is_uncertain]
    if not known:
        return [escape(_("Belum ada layanan yang dapat dihitung kekurangannya pada periode ini."))]
    if not short:
        return [format_html(_("Semua {} layanan yang dapat dihitung sudah cukup."), len(known))]
    first, rest = short[0], short[1:]
    found = [_first_shortage(page, first)]
    if rest:
        parts = (_link(page, line, f"{number(line.gap.shortage)} {line.service}") for line in rest)
        found.append(format_html(_("Kurang juga {}."), _listed(parts)))
    return found


def _first_shortage(page: PlacePage, line: ServiceLine) -> SafeString:
    gap = line.gap
    if line.standard.level == page.region.level:
        return format_html(
            _("{} paling kurang: perlu {}, ada {}."),
            _link(page, line, str(line.service)),
            number(gap.required),
            number(gap.supply),
        )
    where = _("{short} dari {all} {places}").format(
        short=number(gap.short_places), all=number(gap.reported), places=place_noun(line.standard.level)
    )
    return format_html(
        _("{} paling kurang: {} kekurangan, seluruhnya {} {}."),
        line.service,
        _link(page, line, where),
        number(gap.shortage),
        line.service,
    )


def _worst_children(page: PlacePage) -> SafeString:
    worst = [child for child in page.ranked if child.gap is not None and child.gap.shortage][:WORST_NAMED]
    if not worst or page.chosen is None:
        return SafeString()
    names = _listed(
        format_html('<a href="{}">{}</a> ({})', child.url, child.name, number(child.gap.shortage if child.gap else 0))
        for child in worst
    )
    return format_html(_("Kekurangan {} terbesar di {}."), page.chosen.service, names)


def _trust(page: PlacePage) -> SafeString:
    lines, silent = page.asked, page.late_desa
    reported = max((line.reported for line in lines), default=0)
    unverified = max((line.figure.unverified for line in lines if line.figure), default=0)
    if page.is_desa:
        return _desa_trust(unverified)
    anchor, noun = _who_is_late(page), place_noun(Level.DESA)
    if silent:
        sent = format_html(
            _('Sedikitnya <a href="{}">{} {}</a> belum mengirim semua angkanya')
            if page.several_late
            else _('<a href="{}">{} {}</a> belum mengirim semua angkanya'),
            anchor,
            number(silent),
            noun,
        )
    else:
        sent = format_html(
            _('<a href="{}">Semua {} {}</a> sudah mengirim'), anchor, number(reported), place_noun(Level.DESA)
        )
    if not unverified:
        return format_html(_("{}, dan semuanya sudah diverifikasi."), sent)
    return format_html(
        _("{}; angka dari {} {} belum diverifikasi."), sent, number(unverified), place_noun(Level.DESA)
    )


def _who_is_late(page: PlacePage) -> str:
    """Return the page that lists who has not sent; where its villages are out of sight, the table below."""
    if page.hides_children_figures:
        return "#mutu"
    period = page.period.code if page.period else ""
    return f"{reverse('results:completeness', args=[page.region.code])}?periode={period}"


def _desa(page: PlacePage) -> list[SafeString]:
    own = [line for line in page.services if not line.applies_above_desa]
    short = [line for line in own if line.gap.shortage]
    unknown = [line for line in own if not line.gap.reported]
    found = []
    if short:
        parts = (
            format_html(
                _("{} kurang {} (perlu {}, ada {})"),
                line.service,
                number(line.gap.shortage),
                number(line.gap.required),
                number(line.gap.supply),
            )
            for line in short
        )
        found.append(format_html("{}.", _listed(parts)))
    elif len(unknown) < len(own):
        found.append(escape(_("Layanan yang berlaku per desa sudah cukup menurut standarnya.")))
    if unknown:
        names = _listed(format_html("{}", line.service) for line in unknown)
        missing = _listed(format_html("{}", name) for name in _missing(page, unknown))
        found.append(format_html(_("Belum dapat dihitung: {}. Yang belum dikirim: {}."), names, missing))
    return found


def _missing(page: PlacePage, lines: list[ServiceLine]) -> list[str]:
    """Return the names of the figures that these services wait for, each once."""
    sent = {line.indicator.pk for line in page.indicators if line.figure}
    wanted = [indicator for line in lines for indicator in (line.standard.population, line.service.supply)]
    return list(dict.fromkeys(str(indicator) for indicator in wanted if indicator.pk not in sent))


def _desa_trust(unverified: int) -> SafeString:
    if unverified:
        return format_html(_('Ada <a href="#nilai">{}</a>.'), _("angka yang belum diverifikasi"))
    return format_html(_('Semua <a href="#nilai">{}</a> sudah diverifikasi.'), _("angka"))


def late_desa(late: Completeness, count: int) -> str:
    """Return in one sentence how many villages of a kabupaten or kecamatan have not sent what is asked for."""
    what = _what_is_asked(late)
    if not count:
        return _("Semua {all} {places} sudah mengirim {what} untuk {period}.").format(
            all=number(late.region.desa_count), places=place_noun(Level.DESA), what=what, period=late.period
        )
    return _("{count} dari {all} {places} belum mengirim {what} untuk {period}.").format(
        count=number(count),
        all=number(late.region.desa_count),
        places=place_noun(Level.DESA),
        what=what,
        period=late.period,
    )


def timeliness(late: Completeness, *, today: date) -> str:
    """Return until when figures are in time, and how many came in by then."""
    early, received = late.on_time
    if not received:
        return ""
    if today <= late.due:
        return _("Batas kirimnya {day}.").format(day=day(late.due))
    return _("{early} dari {received} angka yang masuk tiba sebelum batas kirim {day}.").format(
        early=number(early), received=number(received), day=day(late.due)
    )


def reminder(
    late: Completeness, desa: Iterable[Region], missing: dict[int, list[str]], *, address: str, today: date
) -> str:
    """Return the text that a person copies into a message to those who are late."""
    lines = [f"• {each}: {'; '.join(missing[each.pk])}" for each in desa]
    if today <= late.due:
        text = _("Yth. Bapak/Ibu, angka {period} untuk {place} belum lengkap. Mohon dikirim paling lambat {day}:")
    else:
        text = _(
            "Yth. Bapak/Ibu, angka {period} untuk {place} belum lengkap, "
            "padahal batas kirimnya {day} sudah lewat. Mohon segera dikirim:"
        )
    head = text.format(period=late.period, place=late.region, day=day(late.due))
    return "\n".join([head, *lines, _("Isi lewat {address}. Terima kasih.").format(address=address)])


def late_children(late: Completeness) -> str:
    """Return in one sentence how much has come in at a place whose children are counted."""
    sent, asked = sum(line.sent for line in late.children), sum(line.asked for line in late.children)
    return _("{percent} dari {what} di semua {places} sudah masuk untuk {period}: {sent} dari {asked}.").format(
        percent=percent(sent, asked),
        what=_what_is_asked(late),
        places=place_noun(Level.DESA),
        period=late.period,
        sent=number(sent),
        asked=number(asked),
    )


def _what_is_asked(late: Completeness) -> str:
    if late.chosen:
        return f"“{late.chosen}”"
    return _("{count} angka yang ditagih").format(count=number(len(late.wanted)))


def indicator_sentences(page: IndicatorPage) -> list[str]:
    """Return what an indicator is at a place, how it moved, and where it is largest and smallest."""
    found = []
    if page.now:
        text = _("{indicator} di {place} pada {period}: {value} {unit}.")
        if page.now.reported > 1:
            text = _("{indicator} di {place} pada {period}: {value} {unit}, dari {sent} tempat yang mengirim.")
        found.append(
            text.format(
                indicator=page.indicator,
                place=page.region,
                period=page.period,
                value=number(page.now.value),
                unit=page.unit,
                sent=number(page.now.reported),
            )
        )
    elif page.in_bands and page.known:
        parts = "; ".join(f"{count} {band}" for band, count in page.in_bands if count)
        found.append(_("Dari {count} desa: {parts}.").format(count=number(len(page.known)), parts=parts))
    elif not page.known:
        found.append(_("Belum ada yang mengirim angka ini untuk {period}.").format(period=page.period))
    if page.now and page.before and page.earlier:
        found.append(_moved(page.now, page.before, str(page.earlier)))
    if len(page.known) > 1:
        most, least = page.known[0], page.known[-1]
        found.append(
            _("Terbesar di {most} ({high}), terkecil di {least} ({low}).").format(
                most=most.region,
                high=number(most.now.value if most.now else None),
                least=least.region,
                low=number(least.now.value if least.now else None),
            )
        )
    return found


def _moved(now: Point, before: Point, period: str) -> str:
    change = moved(now, before)
    if change is None:
        text = _("Tidak dibandingkan dengan {period}: waktu itu {sent} tempat mengirim.")
        return text.format(period=period, sent=number(before.reported))
    if not change:
        return _("Sama dengan {period}.").format(period=period)
    text = _("Naik {change} sejak {period}.") if change > 0 else _("Turun {change} sejak {period}.")
    return text.format(change=number(abs(change)), period=period)
