"""Invented facilities of the home kabupaten: as many as counted, less a few; some broken, one closed, two photos."""

import random
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.facilities.actions import add_facility, add_photos, close_facility, set_state
from rumahbersama.chain.needs.facilities.models import Facility
from rumahbersama.chain.needs.facilities.queries import services as services_in_use
from rumahbersama.chain.needs.facilities.rules import FacilityValues
from rumahbersama.chain.needs.models import Observation
from rumahbersama.chain.needs.permissions import get_period
from rumahbersama.chain.needs.photos.actions import Photo
from rumahbersama.chain.needs.queries import values_of
from rumahbersama.demo.country import SEED
from rumahbersama.demo.pictures import hillside
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.ground.regions.models import Region

PERIOD, AS_OF = "2025", date(2026, 6, 30)
SPREAD = 0.012  # degrees around the middle of a village, about 1.3 km
NAMES = {"sd": "SD Negeri", "sltp": "SMP Negeri", "puskesmas": "Puskesmas", "pustu": "Pustu", "posyandu": "Posyandu"}
CAPACITY = {"sd": (6, "ruang kelas"), "sltp": (9, "ruang kelas"), "puskesmas": (12, "tempat tidur")}
FLOWERS = ("Melati", "Mawar", "Anggrek", "Kenanga", "Cempaka", "Dahlia", "Flamboyan", "Seruni")


def enter_facilities(*, villages: list[str], keepers: dict[str, Account], at: datetime) -> None:
    """Enter facilities one by one in the kabupaten of the first keeper; posyandu only in its home kecamatan."""
    home = next(iter(keepers))
    rng = random.Random(f"{SEED} fasilitas")  # noqa: S311 - invented data, the same each time
    services = {service.code: service for service in services_in_use() if service.code in NAMES}
    made = []
    for code in [village for village in villages if village.startswith(home[:5] + ".")]:
        village, keeper = get_region(code), keepers.get(code[:8])
        counts = values_of(region=village, period=get_period(PERIOD))
        for name, service in services.items():
            if name == "posyandu" and not code.startswith(home + "."):
                continue
            figure = counts.get(service.supply_id)
            for number in range(int(figure.numerator or 0) if figure else 0):
                if rng.random() > 0.06:  # a few are not in the list yet
                    values = _values(rng, village, name, number)
                    made.append(add_facility(values=values, by=keeper, at=at))
    _mark(rng, made, home, keepers[home], at)


def _values(rng: random.Random, village: Region, service: str, number: int) -> FacilityValues:
    has_point = village.latitude is not None and rng.random() < 0.7
    capacity, unit = CAPACITY.get(service, (None, ""))
    staff = rng.randint(3, 14)
    return FacilityValues(
        service=service,
        region=village.code,
        name=f"{NAMES[service]} {village.name} {FLOWERS[number % len(FLOWERS)]}",
        number=f"99{village.code.replace('.', '')[2:]}{number}" if service in {"sd", "sltp"} else "",
        capacity=capacity,
        capacity_unit=unit,
        staff=staff,
        users=staff * rng.randint(11, 17) if service in {"sd", "sltp"} else None,
        working=rng.choices(["yes", "no", "unknown"], [0.86, 0.06, 0.08])[0],
        condition=rng.choices(["good", "light", "medium", "heavy", "unknown"], [0.5, 0.2, 0.1, 0.05, 0.15])[0],
        latitude=_near(rng, village.latitude) if has_point else None,
        longitude=_near(rng, village.longitude) if has_point else None,
        source=_("Pendataan fasilitas (rekaan)"),
        as_of=AS_OF,
    )


def _near(rng: random.Random, middle: Decimal | None) -> Decimal:
    return (Decimal(middle or 0) + Decimal(rng.uniform(-SPREAD, SPREAD))).quantize(Decimal("0.00001"))


def _mark(rng: random.Random, made: list[Facility], home: str, keeper: Account, at: datetime) -> None:
    """Close one school of the home kecamatan, verify one, contest one; both have a photo."""
    here = [each for each in made if each.region.code.startswith(home + ".") and each.service.code == "sd"]
    closed, verified, doubted = here[:3]
    close_facility(
        facility=closed, on=date(2026, 3, 1), reason=_("Digabung dengan sekolah tetangga."), by=keeper, at=at
    )
    set_state(facility=verified, state=Observation.State.VERIFIED, reason="", by=keeper, at=at)
    reason = _("Menurut desa, atapnya runtuh sejak Mei.")
    set_state(facility=doubted, state=Observation.State.CONTESTED, reason=reason, by=keeper, at=at)
    for each in (verified, doubted):
        photo = Photo([hillside(rng)], _("foto rekaan.jpg"))
        add_photos(facility=each, photos=[photo], by=keeper, at=at)
