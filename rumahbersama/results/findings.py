"""What the pictures of an indicator show, in one line each: their titles."""

from decimal import Decimal

from django.utils.translation import gettext as _

from rumahbersama.ground.core.formats import number
from rumahbersama.ground.regions.models import Level
from rumahbersama.results.indicator import IndicatorPage, Row
from rumahbersama.results.rules import middle_half
from rumahbersama.results.sentences import place_noun

MOST_NAMED = 2
ENOUGH_TO_HALVE = 4  # of fewer values the ends say more than the middle


def titles(page: IndicatorPage) -> dict[str, str]:
    """Return the titles of line, spread and map by these names; of pictures that the page does not have, nothing."""
    found = {}
    if page.course:
        found["line"] = _line(page)
    if len(page.known) > 1:
        found["spread"] = _spread(page)
    if page.known:
        found["map"] = _map(page)
    return found


def _line(page: IndicatorPage) -> str:
    """Return how the figure moved between the ends; where other numbers have sent, that instead."""
    (first, old), (last, new) = page.course[0], page.course[-1]
    if old.reported != new.reported:
        text = _("{first}: {old} {places} mengirim, {last} baru {new}")
        if new.reported > old.reported:
            text = _("{first}: {old} {places} mengirim, {last} sudah {new}")
        return text.format(
            first=first,
            old=number(old.reported),
            places=place_noun(page.indicator.observed_level),
            last=last,
            new=number(new.reported),
        )
    if old.value == new.value:
        text = _("{indicator} sama pada {first} dan {last}: {new}")
    else:
        text = _("{indicator} naik dari {old} ({first}) ke {new} ({last})")
        if new.value < old.value:
            text = _("{indicator} turun dari {old} ({first}) ke {new} ({last})")
    ends = {"old": _value(page, old.value), "new": _value(page, new.value)}
    return text.format(indicator=page.indicator, first=first, last=last, **ends)


def _spread(page: IndicatorPage) -> str:
    """Return between which values the middle half lies; of few values, between which all do."""
    values = [row.now.value for row in page.known if row.now]
    low, high, count = min(values), max(values), len(values)
    if count >= ENOUGH_TO_HALVE and low < high:
        low, high, count = middle_half(values)
    between = _value(page, low) if low == high else f"{number(low)}–{_value(page, high)}"
    nouns = place_noun(page.rows[0].region.level)
    if count == len(values):
        return _("Semua {count} {places} bernilai {between}").format(
            count=number(count), places=nouns, between=between
        )
    if count * 2 == len(values):
        return _("Separuh {places} bernilai {between}").format(places=nouns, between=between)
    return _("{count} dari {all} {places} bernilai {between}").format(
        count=number(count), all=number(len(values)), places=nouns, between=between
    )


def _map(page: IndicatorPage) -> str:
    """Return where the worst values lie, the lowest where more is better; of an index its commonest status."""
    if page.in_bands:
        band, count = max(page.in_bands, key=lambda pair: pair[1])
        return _("{count} dari {all} {places} berstatus {band}").format(
            count=number(count), all=number(len(page.known)), places=place_noun(page.rows[0].region.level), band=band
        )
    value = _at(page.known[-1] if page.is_low_worst else page.known[0])
    there = [row for row in page.known if _at(row) == value]
    if len(there) == len(page.known) > 1:
        return _("{indicator}: semua sama, {value}").format(indicator=page.indicator, value=_value(page, value))
    text = _("{indicator} terendah di {places}: {value}")
    if not page.is_low_worst:
        text = _("{indicator} tertinggi di {places}: {value}")
    where = _("{count} dari {all} {places}").format(
        count=number(len(there)), all=number(len(page.known)), places=place_noun(page.rows[0].region.level)
    )
    if len(there) <= MOST_NAMED:
        where = _(" dan ").join(_name(row) for row in there)
    return text.format(indicator=page.indicator, places=where, value=_value(page, value))


def _at(row: Row) -> Decimal:
    return row.now.value if row.now else Decimal(0)


def _name(row: Row) -> str:
    return str(row.region) if row.region.level == Level.KABUPATEN else row.region.name


def _value(page: IndicatorPage, value: Decimal) -> str:
    return f"{number(value)}%" if page.unit == "%" else number(value)
