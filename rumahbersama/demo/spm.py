"""Invented figures of minimum services: one kabupaten has sent all, one most, one a little, two nothing."""

import random
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.actions import verify_place
from rumahbersama.chain.needs.permissions import get_period
from rumahbersama.chain.needs.spm.models import SpmService
from rumahbersama.chain.needs.storing import NewValue, store
from rumahbersama.demo.country import SEED
from rumahbersama.ground.people.permissions import get_region

YEAR, NOW = "2025", "2026-S1"
SENT = (0.2, 1.0, 0.9, 0.0)  # share of the services that each kabupaten has sent for the newest of them, in turn
OF_NOBODY = ("spm-kebakaran", "spm-rumah-relokasi")  # where nobody had a claim
PEOPLE, REQUIREMENTS = (40, 60_000), (3, 12)  # from how many to how many


def enter_minimum_services(*, villages: list[str], at: datetime) -> None:
    """Enter the figures of two periods for every kabupaten but the last two; those of the year are verified."""
    kabupaten = dict.fromkeys(code[:5] for code in villages)
    for place, share in zip(kabupaten, SENT, strict=False):
        rng = random.Random(f"{SEED}spm{place}")  # noqa: S311 - invented data, the same each time
        for period in (YEAR, NOW) if share else ():
            values = _values(rng, place, period, share=1.0 if period == YEAR and share > 0.5 else share)
            store(
                values,
                by=None,
                at=at,
                verb="needs.enter",
                summary=_("Angka SPM {place} {period} diisi").format(place=get_region(place), period=period),
                place_code=place,
            )
        if share:
            verify_place(region=get_region(place), period=get_period(YEAR), by=None, at=at)


def _values(rng: random.Random, place: str, period: str, *, share: float) -> list[NewValue]:
    values = []
    for service in SpmService.objects.select_related("receivers", "quality").order_by("field__order", "order"):
        asked, needed = rng.randint(*PEOPLE), rng.randint(*REQUIREMENTS)
        met, good = round(asked * rng.uniform(0.55, 1)), rng.randint(needed // 2, needed)
        is_sent = rng.random() < share
        if service.code in OF_NOBODY:
            asked = met = 0
        pairs = {service.receivers.code: (met, asked), service.quality.code: (good, needed)}
        for code, (top, bottom) in pairs.items() if is_sent else ():
            source = _("Laporan SPM (rekaan)")
            values.append(NewValue(place, code, period, Decimal(top), Decimal(bottom), source))
    return values
