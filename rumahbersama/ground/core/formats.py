"""Numbers, rupiah and dates as people write them, in the language of the page.

All functions take exact input (int, Decimal, date) and return text: ``1.250.000``, ``68,2%``,
``Rp2,41 miliar``, ``26 Nov 2026`` in Indonesian; ``1,250,000``, ``68.2%``, ``Rp2.41 billion`` in English.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats, timezone
from django.utils.translation import get_language, gettext

NO_DATA = "–"


def number(value: Decimal | float | None, *, decimals: int | None = None) -> str:
    """Return ``value`` grouped by thousands; ``None`` is a dash, never zero.

    Without ``decimals`` a whole number has none and others up to two, trailing zeros dropped.
    """
    if value is None:
        return NO_DATA
    exact = Decimal(str(value))
    if decimals is None:
        exact = exact.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
        decimals = max(0, -int(exact.as_tuple().exponent))
    exact = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0  # never a minus zero
    text = formats.number_format(exact, decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return text.replace("-", "−")


def percent(numerator: Decimal | float | None, denominator: Decimal | float | None) -> str:
    """Return numerator/denominator as a percentage with one decimal; a dash where either is missing."""
    if numerator is None or not denominator:
        return NO_DATA
    return number(Decimal(str(numerator)) * 100 / Decimal(str(denominator)), decimals=1) + "%"


def with_unit(value: Decimal | float | None, unit: str) -> str:
    """Return a number with its unit: ``38%``, ``1.250 jiwa``; a number of no unit stands alone."""
    gap = "" if unit == "%" or not unit else " "
    return f"{number(value)}{gap}{unit}"


def rupiah(amount: int | None) -> str:
    """Return an exact amount: ``Rp178.200.000``."""
    if amount is None:
        return NO_DATA
    return f"{'−' if amount < 0 else ''}Rp{number(abs(amount), decimals=0)}"


def rupiah_short(amount: int | None) -> str:
    """Return an amount in words of size: ``Rp2,41 miliar``; below a million it is exact."""
    if amount is None:
        return NO_DATA
    for size, word in ((10**12, gettext("triliun")), (10**9, gettext("miliar")), (10**6, gettext("juta"))):
        rounded = (Decimal(abs(amount)) / size).quantize(Decimal("0.01"), ROUND_HALF_UP)
        if rounded >= 1:
            return f"{'−' if amount < 0 else ''}Rp{number(rounded)} {word}"
    return rupiah(amount)


def day(value: date | None) -> str:
    """Return a date as ``26 Nov 2026``; a moment is told in the installation's time zone."""
    if value is None:
        return NO_DATA
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return formats.date_format(value, "j M Y", use_l10n=get_language() is not None)


def moment(value: datetime | None) -> str:
    """Return a moment in the installation's time zone as ``26 Nov 2026, 09.00`` (``09:00`` in English)."""
    if value is None:
        return NO_DATA
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local)}, {local:%H}{'.' if get_language() == 'id' else ':'}{local:%M}"
