"""How many children under five are weighed in the villages of the home kecamatan, through four semesters.

The ministry of the demo adds the indicator as an office would; the puskesmas supplies it, the keeper verifies it. In
the village of the story it falls while the posyandu is closed and rises after it is open again; the villages beside
it move less.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.actions import set_state
from rumahbersama.chain.needs.models import Indicator, Observation, Period, ServiceArea
from rumahbersama.chain.needs.queries import observation
from rumahbersama.chain.needs.reference import add_period, period_from_code, save_indicator
from rumahbersama.chain.needs.storing import NewValue, store
from rumahbersama.demo.people import HOME
from rumahbersama.demo.story import at_nine, semesters
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.ground.regions.models import Region

WEIGHED = "balita-ditimbang"
SENDING, LATELY = timedelta(days=8), timedelta(days=3)
# children of a village, and how many of them were weighed in each semester; the first is Lembah Hijau
VILLAGES: tuple[tuple[int, tuple[int, int, int, int]], ...] = (
    (100, (52, 38, 38, 71)),
    (220, (143, 145, 147, 150)),
    (180, (104, 108, 110, 112)),
    (240, (161, 163, 160, 166)),
    (150, (87, 90, 91, 94)),
    (100, (41, 41, 41, 46)),  # the one to compare with: as low, and nobody promised anything there
    (260, (182, 179, 185, 187)),
    (140, (80, 83, 82, 85)),
    (210, (126, 131, 133, 132)),
    (170, (107, 105, 109, 112)),
    (190, (118, 121, 120, 124)),
    (230, (150, 154, 157, 158)),
)


def enter_weighing(*, at: datetime, today: date) -> None:
    """Add the indicator, and let the puskesmas send it for all villages of the kecamatan after each semester."""
    supplier, keeper, ministry = (
        Account.objects.get(email=f"{name}@contoh.invalid")
        for name in (f"health-unit.{HOME}", f"keeper.{HOME}", "ministry.0")
    )
    codes = semesters(today)
    first = at_nine(period_from_code(codes[0]).ends_on)
    _add_indicator(by=ministry, at=first)
    places = list(Region.objects.filter(parent__code=HOME, gone_on=None).order_by("code"))
    source = _("Laporan posyandu (rekaan)")
    for number, code in enumerate(codes):
        if not Period.objects.filter(code=code).exists():
            add_period(code=code, by=ministry, at=first)
        values = [
            NewValue(place.code, WEIGHED, code, Decimal(weighed[number]), Decimal(children), source)
            for place, (children, weighed) in zip(places, VILLAGES, strict=True)
        ]
        summary = _("Angka {place} {period} diisi").format(place=get_region(HOME), period=code)
        sent = min(at - LATELY, at_nine(period_from_code(code).ends_on) + SENDING)
        store(values, by=supplier, at=sent, verb="needs.enter", summary=summary, place_code=HOME)
        _verify(places, code, by=keeper, at=sent + timedelta(days=1))


def _add_indicator(*, by: Account, at: datetime) -> None:
    made = Indicator(
        code=WEIGHED,
        name="Balita ditimbang",
        name_en="Children under five weighed",
        area=ServiceArea.objects.get(code="kesehatan"),
        unit="%",
        numerator="Balita yang ditimbang di posyandu bulan terakhir",
        denominator="Semua balita di desa itu",
        upward=Indicator.Upward.RATIO,
        direction=Indicator.Direction.UP,
        supplier="health_unit",
        source="Laporan bulanan posyandu (D/S)",
        legal_basis="Pencatatan posyandu (rekaan)",
        order=900,
    )
    save_indicator(indicator=made, reason="Diminta puskesmas untuk melihat posyandu yang tidak buka.", by=by, at=at)


def _verify(places: list[Region], code: str, *, by: Account, at: datetime) -> None:
    for place in places:
        found = observation(region=place, indicator_code=WEIGHED, period_code=code)
        if found is not None:
            set_state(observation=found, state=Observation.State.VERIFIED, reason="", by=by, at=at)
