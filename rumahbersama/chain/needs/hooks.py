"""What this room tells the others through the registry."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.needs import ahead, missing, queries, reference
from rumahbersama.chain.needs.entry.queries import contested_from
from rumahbersama.chain.needs.models import Indicator, Observation, Period, Service
from rumahbersama.chain.needs.permissions import may_manage_reference
from rumahbersama.chain.needs.spm.table import KabupatenTable
from rumahbersama.chain.needs.table import ObservationTable
from rumahbersama.chain.needs.tasks import resum_everywhere
from rumahbersama.ground.core import jobs
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.registry import AuditEntity, HomeTask, NavigationItem, SearchHit
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import CONFIRM_DATA, ENTER_DATA, ROLES, VERIFY_DATA

__all__ = ["resum_everywhere"]


def navigation(request: HttpRequest) -> Iterator[NavigationItem]:
    """Offer the reference pages to everybody signed in."""
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        yield NavigationItem(_("Standar"), _("Standar"), reverse("needs:index"), "target")


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401
    """Tell a village what is still empty, a keeper what waits for verification, and who contests what."""
    scope = scope_of(user)
    if may_manage_reference(user):
        yield from _period_tasks(today)
    for code in scope.places_for(CONFIRM_DATA):
        yield from _village_tasks(user, code, today)
    for role, code in scope.holdings:
        if ROLES[role].supplies and code.count(".") == 2:
            yield from _unit_tasks(ROLES[role].supplies, code, today)
    for code in scope.places_for(VERIFY_DATA):
        yield from keeper_tasks(code, queries.waiting_in(code=code))


def _period_tasks(today: date) -> Iterator[HomeTask]:
    """Tell who adds periods which next one is still missing while the one before it ends (two queries)."""
    for period, code in ahead.missing_periods(today=today):
        if period.ends_on > today:
            text = _("Periode {next} belum ditambahkan; {period} berakhir {day}")
        else:
            text = _(
                "Periode {next} belum ditambahkan; {period} sudah berakhir {day}, jadi angkanya belum dapat diisi"
            )
        last = period.ends_on - timedelta(days=1)
        yield HomeTask(
            text=text.format(next=reference.period_from_code(code), period=period, day=day(last)),
            url=f"{reverse('needs:index')}?baru={code}#periode",
            action=_("Tambah periode"),
            tone="warn" if period.ends_on > today else "bad",
        )


def _village_tasks(user: Any, code: str, today: date) -> Iterator[HomeTask]:  # noqa: ANN401
    if code.count(".") != 3 or not scope_of(user).may(ENTER_DATA, code):
        return
    yield from _contested_tasks(code, ["operator"])
    asked = queries.asked_now(today=today)
    for period, empty in missing.missing_at(code=code, asked=asked, suppliers=["operator"]):
        yield HomeTask(
            text=_("{count} angka {period} belum diisi").format(count=empty, period=period),
            url=f"{reverse('needs:tasks', args=[code])}?periode={period.code}",
            action=_("Isi angka"),
            tone="warn",
            count=empty,
        )


def _unit_tasks(supplies: frozenset[str], code: str, today: date) -> Iterator[HomeTask]:
    """Tell a unit that supplies figures of the villages of a kecamatan how many are still empty."""
    yield from _contested_tasks(code, supplies)
    asked = queries.asked_now(today=today)
    for period, empty in missing.missing_below(code=code, asked=asked, suppliers=supplies):
        yield HomeTask(
            text=_("{count} angka {period} dari desa-desa belum diisi").format(count=empty, period=period),
            url=f"{reverse('needs:tasks', args=[code])}?periode={period.code}",
            action=_("Isi angka"),
            tone="warn",
            count=empty,
        )


def _contested_tasks(code: str, suppliers: Collection[str]) -> Iterator[HomeTask]:
    """Tell who supplies a figure that somebody contests it: they know best whether it must be corrected."""
    for period, contested in contested_from(code=code, suppliers=suppliers):
        yield HomeTask(
            text=_("{count} angka {period} dari unit Anda disanggah").format(count=contested, period=period),
            url=f"{reverse('needs:tasks', args=[code])}?periode={period.code}",
            action=_("Perbaiki"),
            tone="bad",
            count=contested,
        )


def keeper_tasks(code: str, waiting: Iterable[tuple[Period, int, int]]) -> Iterator[HomeTask]:
    """Tell who verifies at a place what waits there: (period, unverified, contested)."""
    for period, unverified, contested in waiting:
        address = f"{reverse('needs:verify_place', args=[code])}?periode={period.code}"
        if contested:
            text = _("{count} angka {period} disanggah").format(count=contested, period=period)
            yield HomeTask(text=text, url=address, action=_("Periksa"), tone="bad", count=contested)
        if unverified:
            text = _("{count} angka {period} belum diverifikasi").format(count=unverified, period=period)
            yield HomeTask(text=text, url=address, action=_("Periksa"), tone="warn", count=unverified)


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find indicators and services by name or code, for everybody signed in."""
    if not getattr(user, "is_authenticated", False):
        return
    wanted = Q(name__icontains=text) | Q(name_en__icontains=text) | Q(code__icontains=text)
    for service in Service.objects.filter(wanted).select_related("area")[:10]:
        yield SearchHit(str(service), service.get_absolute_url(), _("Layanan"), str(service.area), 60)
    for indicator in Indicator.objects.filter(wanted).select_related("area")[:10]:
        yield SearchHit(str(indicator), indicator.get_absolute_url(), _("Indikator"), str(indicator.area), 50)


def history_labels() -> Iterator[AuditEntity]:
    """Name what this room records."""
    value = {
        "numerator": _("Nilai"),
        "denominator": _("Penyebut"),
        "state": _("Keadaan"),
        "source": _("Sumber"),
        "note": _("Penjelasan"),
    }
    states = {code: str(label) for code, label in Observation.State.choices}
    yield AuditEntity("needs.observation", _("Angka"), value, {"state": states}, queries.names_of_values)
    yield AuditEntity("needs.indicator", _("Indikator"), {"name": _("Nama"), "legal_basis": _("Dasar hukum")})
    yield AuditEntity(
        "needs.standard",
        _("Standar"),
        {"people_per_facility": _("Orang per fasilitas"), "valid_from": _("Berlaku mulai")},
    )
    yield AuditEntity("needs.lock", _("Penutupan periode"), {"closed": _("Ditutup")})
    yield AuditEntity("needs.band", _("Status indeks"), {"code": _("Kode")})
    yield AuditEntity("needs.threshold", _("Batas"), {"value": _("Nilai"), "valid_from": _("Berlaku mulai")})
    yield AuditEntity("needs.service", _("Layanan"), {"code": _("Kode")})
    yield AuditEntity("needs.period", _("Periode"), {"code": _("Kode")})
    yield AuditEntity("needs.area", _("Bidang layanan"), {"code": _("Kode")})


def datasets() -> Iterator[ObservationTable]:
    """Receive figures per place as a table."""
    yield ObservationTable()
    yield KabupatenTable()


def regions_changed(*, kabupaten: Collection[str], by: Any) -> Iterator[None]:  # noqa: ANN401
    """Sum again where parents moved: in the background, kabupaten by kabupaten."""
    if kabupaten:
        jobs.start(
            kind="needs.resum",
            title=_("Menghitung ulang jumlah sesudah wilayah berubah"),
            by=by,
            at=timezone.now(),
            arguments={"kabupaten": sorted(kabupaten)},
        )
    yield from ()
