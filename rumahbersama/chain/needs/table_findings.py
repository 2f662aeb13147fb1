"""What is wrong with a cell of a table of figures, each with the sentence that tells how to mend it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.models import Indicator
from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake.numbers import canonical
from rumahbersama.ground.intake.rules import Row

DENOMINATOR = "|penyebut"  # ends the key of the column of a ratio's denominator
ROUNDED = Decimal("0.005")  # half of the second decimal, to which sheets round areas and distances


def not_ones_own(row: Row, indicator: Indicator, key: str, value: Any) -> Finding:  # noqa: ANN401
    """Return that another unit supplies this column."""
    return Finding(
        row.number,
        key,
        str(value),
        _("{indicator} diisi {supplier}, bukan oleh Anda.").format(
            indicator=indicator, supplier=indicator.supplier_name
        ),
        _("Lewati kolom ini, atau minta unit itu mengirimnya."),
    )


def too_low(row: Row, indicator: Indicator, key: str, value: Any) -> Finding:  # noqa: ANN401
    """Return that the value lies below the level at which its indicator is observed."""
    level = indicator.get_observed_level_display()
    return Finding(
        row.number,
        key,
        str(value),
        _("{indicator} dicatat di tingkat {level}.").format(indicator=indicator, level=level),
        _("Kirim angka per {level}, atau lewati kolom ini.").format(level=level),
    )


def disagreement(
    row: Row,
    indicator: Indicator,
    key: str,
    value: Any,  # noqa: ANN401
    stored: tuple[Decimal, int] | None,
) -> Iterator[Finding]:
    """Yield that a sum does not agree with ``stored``: the sum of what villages sent, and how many they are."""
    total, villages = stored or (None, 0)
    if total is not None and abs(total - value) <= _slack(indicator, villages):
        return
    told = _("belum ada yang mengirim") if total is None else canonical(total)
    yield Finding(
        row.number,
        key,
        str(value),
        _("Jumlah ini harus sama dengan jumlah angka desanya: {told}.").format(told=told),
        _("Muat dulu angka per desa, periksa mana yang benar, atau lewati kolom ini."),
    )


def _slack(indicator: Indicator, villages: int) -> Decimal:
    return Decimal(0) if indicator.whole else ROUNDED * (villages + 1)


def half(row: Row, indicator: Indicator, key: str, period: str, value: Any) -> Iterator[Finding]:  # noqa: ANN401
    """Yield that a ratio came with one of its two numbers."""
    other = indicator.code if key.endswith(DENOMINATOR) else indicator.code + DENOMINATOR
    if (other, period) not in row.values:
        yield Finding(
            row.number,
            key,
            str(value),
            _("{indicator} perlu pembilang dan penyebut.").format(indicator=indicator),
            _("Isi keduanya, atau kosongkan keduanya."),
        )


def of_none(row: Row, indicator: Indicator, key: str, period: str, value: Any) -> Iterator[Finding]:  # noqa: ANN401
    """Yield that some are counted of none."""
    top = row.values.get((indicator.code, period))
    if key.endswith(DENOMINATOR) and value == 0 and top:
        told = _("{indicator}: {value} dari 0 tidak mungkin.").format(indicator=indicator, value=top)
        yield Finding(row.number, key, str(value), told, _("Kalau memang tidak ada, isi 0 dari 0."))
