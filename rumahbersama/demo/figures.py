"""Invented figures with the flaws of real ones: villages that have not sent, values not verified, one contested."""

import random
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.actions import set_state, verify_place
from rumahbersama.chain.needs.models import Observation
from rumahbersama.chain.needs.permissions import get_period
from rumahbersama.chain.needs.queries import observation
from rumahbersama.chain.needs.storing import NewValue, store
from rumahbersama.demo.country import SEED
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.people.permissions import get_region

# period, growth of the population, share of villages that have sent, share of those that are verified
PERIODS = (("2025", 1.0, 1.0, 0.95), ("2026-S1", 1.01, 0.97, 0.6), ("2026-S2", 1.02, 0.55, 0.1))
# indicator: people per facility that the invented country has reached, spread
SUPPLY = {"posyandu": (1300, 0.3), "sd": (1750, 0.35), "apotek": (14000, 0.9), "slta": (17000, 0.9)}


def enter_figures(*, villages: list[str], keepers: dict[str, Account], at: datetime) -> None:
    """Enter the figures of all periods, kecamatan by kecamatan, verify some and contest one."""
    for kecamatan, group in groupby(villages, key=lambda code: code.rpartition(".")[0]):
        codes = list(group)
        rng = random.Random(f"{SEED}{kecamatan}")  # noqa: S311 - invented data, the same each time
        base = {code: _village(rng, first=code == codes[0]) for code in codes}
        for period, growth, sent, verified in PERIODS:
            senders = [code for code in codes if rng.random() < sent]
            _enter(senders, base, period, growth, kecamatan, by=keepers.get(kecamatan), at=at)
            for code in senders:
                if rng.random() < verified:
                    verify_place(region=get_region(code), period=get_period(period), by=keepers.get(kecamatan), at=at)
    _contest(villages, keepers, at)


def _village(rng: random.Random, *, first: bool) -> dict[str, int]:
    """Return the facts of one village; the first of a kecamatan is its seat, with the bigger facilities."""
    people = int(rng.lognormvariate(8.1, 0.45)) + (2500 if first else 0)
    facts = {"penduduk": people, "puskesmas": int(first), "pustu": int(rng.random() < (0.15 if first else 0.1))}
    for indicator, (per, spread) in SUPPLY.items():
        facts[indicator] = max(0, round(people / per * rng.uniform(1 - spread, 1 + spread)))
    facts["sltp"] = int(first) + int(rng.random() < 0.4)
    facts["rumah-sakit"] = int(first and rng.random() < 0.2)
    facts["luas"] = rng.randint(3, 24)
    return facts


def _enter(
    codes: list[str],
    base: dict[str, dict[str, int]],
    period: str,
    growth: float,
    kecamatan: str,
    *,
    by: Account | None,
    at: datetime,
) -> None:
    values = [
        NewValue(
            code,
            indicator,
            period,
            Decimal(round(value * growth) if indicator == "penduduk" else value),
            source=_("Pendataan desa (rekaan)"),
        )
        for code in codes
        for indicator, value in base[code].items()
    ]
    if values:
        store(
            values,
            by=by,
            at=at,
            verb="needs.enter",
            summary=_("Angka {place} {period} diisi").format(place=get_region(kecamatan), period=period),
            place_code=kecamatan,
        )


def _contest(villages: list[str], keepers: dict[str, Account], at: datetime) -> None:
    """The second village of the home kecamatan says that one of its posyandu has closed."""
    home = next(iter(keepers))
    for code in [village for village in villages if village.startswith(home + ".")]:
        found = observation(region=get_region(code), indicator_code="posyandu", period_code="2026-S2")
        if found is not None:
            set_state(
                observation=found,
                state=Observation.State.CONTESTED,
                reason=_("Satu posyandu di dusun II sudah tutup sejak Juni."),
                by=keepers[home],
                at=at,
            )
            return
