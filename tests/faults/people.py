"""What the processes of the fault tests do; run as ``python -m tests.faults.people``.

Words: ``prepare`` makes the country, ``enter`` prints a session of the keeper, ``write KABUPATEN SECONDS SEED``
corrects villages below a kabupaten without a pause, ``tell`` holds all sums against the raw rows.
"""

import json
import random
import sys
import time
from datetime import date
from decimal import Decimal

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from rumahbersama.chain.needs.actions import correct_observation  # noqa: E402
from rumahbersama.chain.needs.models import Indicator, Observation, Period  # noqa: E402
from rumahbersama.chain.needs.reference import load_reference  # noqa: E402
from rumahbersama.ground.audit.models import AuditChange  # noqa: E402
from rumahbersama.ground.people.models import Account, RoleAssignment  # noqa: E402
from rumahbersama.ground.regions.actions import refresh_counts  # noqa: E402
from rumahbersama.ground.regions.models import Region  # noqa: E402
from tests.conftest import make_region  # noqa: E402
from tests.needs.plain import raw_gaps, raw_sums, stored_gaps, stored_sums  # noqa: E402

KABUPATEN = [f"81.{number:02}" for number in range(1, 9)]
PERIOD = "2026-S1"


def _prepare() -> None:
    for code, name in (("0", "Indonesia"), ("81", "Seberang")):
        if not Region.objects.filter(code=code).exists():
            make_region(code, name)
    for kabupaten in KABUPATEN:
        make_region(kabupaten, f"Kabupaten {kabupaten}")
        for kecamatan in ("01", "02"):
            make_region(f"{kabupaten}.{kecamatan}", f"Kecamatan {kecamatan}")
            for desa in range(1, 5):
                make_region(f"{kabupaten}.{kecamatan}.{2000 + desa}", f"Desa {desa}")
    load_reference(by=None, at=timezone.now())
    refresh_counts()
    keeper = Account(email="pengelola@contoh.invalid", name="Pengelola")
    keeper.set_unusable_password()
    keeper.save()
    place = Region.objects.get(code=f"{KABUPATEN[0]}.01")
    RoleAssignment.objects.create(account=keeper, role="keeper", region=place, starts_on=date(2020, 1, 1))


def _enter() -> None:
    client = Client()
    client.force_login(Account.objects.get(email="pengelola@contoh.invalid"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    _say({"session": session, "session_name": settings.SESSION_COOKIE_NAME, "csrf_name": settings.CSRF_COOKIE_NAME})


def _write(kabupaten: str, seconds: str, seed: str) -> None:
    rng = random.Random(int(seed))
    villages = list(Region.objects.filter(code__startswith=kabupaten + ".", level=4))
    indicators = list(Indicator.objects.filter(code__in=("penduduk", "posyandu", "pustu")))
    period = Period.objects.get(code=PERIOD)
    errors: list[str] = []
    waits: list[float] = []
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        start = time.monotonic()
        try:
            _correct(rng.choice(villages), rng.choice(indicators), period, rng.randint(0, 100), seed)
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
        waits.append(time.monotonic() - start)
    waits.sort()
    _say(
        {
            "written": len(waits) - len(errors),
            "errors": errors,
            "p95_ms": round(waits[int(len(waits) * 0.95)] * 1000),
            "longest_ms": round(waits[-1] * 1000),
        }
    )


def _correct(region: Region, indicator: Indicator, period: Period, value: int, seed: str) -> None:
    correct_observation(
        region=region,
        indicator=indicator,
        period=period,
        numerator=Decimal(value),
        denominator=None,
        source=f"penulis {seed}",
        reason="uji",
        by=None,
        at=timezone.now(),
    )


def _tell() -> None:
    rows = AuditChange.objects.filter(entity="needs.observation").order_by("pk").values_list("rows", flat=True)
    history = [int(after["numerator"]) for pack in rows for _key, _before, after in pack]
    kept = sorted(int(value) for value in Observation.objects.values_list("numerator", flat=True))
    _say(
        {
            "sums_agree": stored_sums() == raw_sums(),
            "gaps_agree": stored_gaps() == raw_gaps(),
            "sums": len(stored_sums()),
            "records": len(history),
            "history": history,
            "kept": kept,
            "integrity": _integrity(),
        }
    )


def _integrity() -> str:
    if connection.vendor != "sqlite":
        return "ok"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        integrity = str(cursor.fetchone()[0])
        cursor.execute("PRAGMA foreign_key_check")
        return integrity if not cursor.fetchall() else "foreign keys broken"


def _say(answer: dict) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    {"prepare": _prepare, "enter": _enter, "write": _write, "tell": _tell}[sys.argv[1]](*sys.argv[2:])
